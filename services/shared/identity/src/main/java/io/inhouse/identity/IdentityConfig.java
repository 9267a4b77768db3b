package io.inhouse.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How a service finds its issuer and what it accepts from it. */
@ConfigMapping(prefix = "inhouse.identity")
public interface IdentityConfig {
    /** The issuer that tokens must name; the public address, as a browser sees it. */
    @WithDefault("${quarkus.oidc.token.issuer:${quarkus.oidc.auth-server-url:}}")
    Optional<String> issuer();

    /** Address of the realm as this service reaches it; may differ from the issuer. */
    @WithDefault("${quarkus.oidc.auth-server-url:}")
    Optional<String> realmUrl();

    /** Must be among a token's audiences. */
    @WithDefault("inhouse")
    String audience();

    /** This service's own account at the issuer. */
    @WithDefault("${quarkus.oidc.client-id:}")
    Optional<String> clientId();

    /** Secret of that account. */
    @WithDefault("${quarkus.oidc.credentials.secret:}")
    Optional<String> clientSecret();

    /** File that keeps the issuer's public keys, so that tokens are still checked after a restart while the issuer is down. */
    Optional<Path> keySetFile();

    /** After this time the key set is fetched again, so that withdrawn keys disappear. */
    @WithDefault("PT1H")
    Duration keySetAge();

    /** Shortest time between two attempts to fetch the key set; bounds what unknown key ids can cause. */
    @WithDefault("PT10S")
    Duration keySetPause();

    /** How far the clocks of issuer and service may differ. */
    @WithDefault("PT5S")
    Duration clockSkew();

    /** How long an answer of the issuer is waited for. */
    @WithDefault("PT10S")
    Duration timeout();

    /** A token that was got for a key is replaced this long before it expires. */
    @WithDefault("PT10S")
    Duration renewBefore();

    /**
     * An API key is shown to the issuer again after this time: so long one works that was disabled, or whose secret was
     * changed. While the issuer does not answer, its last token counts until it expires.
     */
    @WithDefault("PT30S")
    Duration keyRecheck();

    /** Wrong secrets that one client id may be tried with in {@link #wrongKeyWindow}; further ones are refused unseen. */
    @WithDefault("10")
    int wrongKeysPerClient();

    /** Wrong API keys that may come from one address in {@link #wrongKeyWindow}; further ones are refused unseen. */
    @WithDefault("60")
    int wrongKeysPerAddress();

    /** The time over which wrong keys are counted. */
    @WithDefault("PT1M")
    Duration wrongKeyWindow();

    /** Client ids and addresses that wrong keys are counted for; those longest unseen go first. */
    @WithDefault("10000")
    int wrongKeysCounted();

    /** Tokens kept for API keys; the oldest go first. */
    @WithDefault("2000")
    int cachedTokens();
}
