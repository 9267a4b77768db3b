package io.inhouse.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.testsupport.TestIdentity;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens where no connection to the issuer may be opened. */
class KeyExchangeTest {
    private static final ApiKey KEY = new ApiKey("shop", "secret");

    private final ProxySelector before = ProxySelector.getDefault();
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void refuseConnections() {
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI target) {
                assertThat(Thread.currentThread().isVirtual()).isTrue();
                asked.incrementAndGet();
                throw new IllegalArgumentException("not in the list");
            }

            @Override
            public void connectFailed(URI target, SocketAddress address, IOException failure) {}
        });
    }

    @AfterEach
    void allowConnections() {
        ProxySelector.setDefault(before);
    }

    @Test
    void aRefusedConnectionIsAnIssuerThatIsAwayAndTheNextCallAsksAgain() {
        KeyExchange keys = exchange();

        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(() -> keys.callersToken(KEY, "10.0.0.1")
                            .orTimeout(2, TimeUnit.MINUTES)
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            PlatformException.class,
                            e -> assertThat(e.failure()).isEqualTo(Failure.UPSTREAM_UNAVAILABLE));
            assertThat(asked).hasValue(attempt);
        }
    }

    private static KeyExchange exchange() {
        IdentityConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(IdentityConfig.class)
                .withDefaultValues(Map.of("inhouse.identity.realm-url", TestIdentity.issuer()))
                .build()
                .getConfigMapping(IdentityConfig.class);
        Clock clock = Clock.systemUTC();
        return new KeyExchange(config, new Issuer(config), new WrongKeys(config, clock), clock);
    }
}
