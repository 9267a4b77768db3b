package io.inhouse.egress.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredEndpointsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://db.example:5432/datasets?sslmode=require | db.example",
                "jdbc:postgresql://a:5432,b:5433/x?options=-c%20x,y | a b",
                "jdbc:postgresql://[fd00::1]:5432/x | [fd00::1]",
                "jdbc:postgresql:x | ''",
                "k1:9092,k2:9092 | k1 k2",
                "SSL://k1:9092, SSL://k2:9092 | k1 k2",
                "https://idp.example/auth/realms/inhouse | idp.example",
                "http://user:secret@127.0.0.1:8101 | 127.0.0.1",
                "http://[::1]:8080/x,y/z | [::1] y",
            })
    void finds_the_hosts(String value, String hosts) {
        assertThat(String.join(" ", ConfiguredEndpoints.hosts(value))).isEqualTo(hosts);
    }

    @Test
    void names_the_key_whose_address_is_refused() {
        assertThatThrownBy(
                        () -> ConfiguredEndpoints.check("kafka.bootstrap.servers", "127.0.0.1:9092,203.0.113.7:9092"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("kafka.bootstrap.servers", "203.0.113.7", "inhouse.egress.allow");
        assertThatCode(() ->
                        ConfiguredEndpoints.check("kafka.bootstrap.servers", "127.0.0.1:9092,private.example:9092"))
                .doesNotThrowAnyException();
    }
}
