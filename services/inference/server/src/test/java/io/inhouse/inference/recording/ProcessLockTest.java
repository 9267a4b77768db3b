package io.inhouse.inference.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.inhouse.identifiers.Identifiers;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProcessLockTest {
    private final AtomicInteger open = new AtomicInteger();

    /** A database that accepts connections and answers nothing, as while it recovers. */
    private AgroalDataSource database() {
        Connection connection = proxy(Connection.class, method -> switch (method) {
            case "close" -> open.decrementAndGet();
            default -> throw new SQLException("the database system is in recovery mode");
        });
        return proxy(AgroalDataSource.class, method -> {
            open.incrementAndGet();
            return connection;
        });
    }

    @FunctionalInterface
    private interface Answer {
        Object to(String method) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object value = answer.to(method.getName());
                    return method.getReturnType() == void.class ? null : value;
                }));
    }

    @Test
    void a_database_that_does_not_answer_costs_the_pool_no_connection() {
        ProcessLock lock = new ProcessLock(database(), new Identifiers(Clock.systemUTC(), new Random(1)));

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(lock::hold).isInstanceOf(SQLException.class);
        }

        assertThat(open).hasValue(0);
    }
}
