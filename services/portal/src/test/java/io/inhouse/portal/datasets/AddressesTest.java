package io.inhouse.portal.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static final VersionAddress AT = new VersionAddress("demo", "ds-1", "dsv-1");
    private static final String FILES = "/projects/demo/datasets/ds-1/versions/dsv-1/files/";

    @Test
    void aFormGoesToTheVersionThatItsAddressNames() {
        assertThat(FormForwarding.target("http://127.0.0.1:8101", AT))
                .isEqualTo(URI.create("http://127.0.0.1:8101/api/datasets/ds-1/versions/dsv-1/files/form"));
    }

    @Test
    void whatIsOddInAnAddressStaysInItsPart() {
        VersionAddress odd = new VersionAddress("demo", "../../v1", "a b?c#d%2f");

        assertThat(FormForwarding.target("http://127.0.0.1:8101/", odd).toString())
                .isEqualTo("http://127.0.0.1:8101/api/datasets/..%2F..%2Fv1/versions/a%20b%3Fc%23d%252f/files/form");
    }

    @Test
    void aDecisionLeadsBackToTheFileWithItsColumns() {
        assertThat(ActionsResource.back(AT, FILES + "stg-1?prompt=Asked..%3F"))
                .hasToString(FILES + "stg-1?prompt=Asked..%3F");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FILES + "a b",
                FILES + "%",
                FILES + "stg-1?prompt=<|>",
                FILES + "../../x",
                FILES + "%2e%2e/x",
                FILES + "a\r\nX: y",
                "//elsewhere.example/",
                "http://elsewhere.example/",
            })
    void anythingElseLeadsToTheVersion(String asked) {
        assertThat(ActionsResource.back(AT, asked)).isEqualTo(AT.after(VersionPages.DECIDED));
    }
}
