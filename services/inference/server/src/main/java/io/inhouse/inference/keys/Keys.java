package io.inhouse.inference.keys;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.identity.Caller;
import io.inhouse.identity.Roles;
import io.inhouse.inference.client.IssuedKey;
import io.inhouse.inference.client.KeyChange;
import io.inhouse.inference.client.KeyDescription;
import io.inhouse.inference.client.NewKey;
import io.inhouse.ledger.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What people do with keys. Engineers manage their project's; administrators of the platform see and disable all. Every
 * change has the same order: it is allowed, it is recorded, it is done at the identity provider, its end is noted.
 */
@ApplicationScoped
public class Keys {
    private static final Logger LOG = Logger.getLogger(Keys.class);
    private static final String PREFIX = "sk-";
    private static final int LONGEST_IDEMPOTENCY_KEY = 200;
    /** Where an administrator of the platform is, if they name no project. */
    private static final String PLATFORM = "platform";

    private final KeyAccounts accounts;
    private final KeyActions actions;
    private final KeyRules rules;
    private final KeyUses uses;
    private final Identifiers identifiers;
    private final Clock clock;

    Keys(KeyAccounts accounts, KeyActions actions, KeyRules rules, KeyUses uses, Identifiers identifiers, Clock clock) {
        this.accounts = accounts;
        this.actions = actions;
        this.rules = rules;
        this.uses = uses;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * Makes a key for the caller's project.
     *
     * @return the key with its secret; without it if the same order was carried out before
     */
    IssuedKey create(Caller caller, NewKey order, @Nullable String idempotencyKey) {
        String name = KeyRules.name(order.name());
        String purpose = KeyRules.purpose(order.purpose());
        List<String> models = KeyRules.models(order.models());
        Instant expiresAt = rules.expiry(order.expiresAfter());
        KeyActions.Once once = once(idempotencyKey, name, purpose, models, String.valueOf(order.expiresAfter()));
        Optional<KeyActions.Action> earlier = once == null ? Optional.empty() : actions.earlier(caller.project(), once);
        if (earlier.isPresent()) {
            return repeated(earlier.get());
        }
        KeyGrant grant = new KeyGrant(caller.project(), purpose, models, expiresAt);
        rules.requireServed(grant);
        accounts.requireReachable();
        KeyAccount key = new KeyAccount(
                "",
                identifiers.next("key"),
                name,
                grant,
                true,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                caller.name());
        KeyActions.Action action = actions.begin(KeyActions.CREATE, caller, key, facts(key), once);
        // Recorded: from here on a key that nobody was given the secret of is taken away again.
        String secret = effect(action, () -> accounts.create(key, caller.subject()));
        return new IssuedKey(key.described(clock.instant(), null), PREFIX + key.id() + "." + secret);
    }

    private IssuedKey repeated(KeyActions.Action earlier) {
        if (!earlier.isDone()) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "The same order arrived a moment ago and is being carried out. Look at the list in a minute.",
                    Map.of("param", "Idempotency-Key"));
        }
        KeyAccount key = accounts.find(earlier.key()).orElseThrow(Keys::notFound);
        return new IssuedKey(described(key), null);
    }

    private static KeyActions.@Nullable Once once(
            @Nullable String idempotencyKey, String name, String purpose, List<String> models, String expires) {
        if (idempotencyKey == null) {
            return null;
        }
        if (idempotencyKey.isBlank() || idempotencyKey.length() > LONGEST_IDEMPOTENCY_KEY) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "The header Idempotency-Key has 1 to " + LONGEST_IDEMPOTENCY_KEY + " characters.",
                    Map.of("param", "Idempotency-Key"));
        }
        String order = String.join("\n", name, purpose, String.join("\t", models), expires);
        return new KeyActions.Once(
                idempotencyKey,
                UUID.nameUUIDFromBytes(order.getBytes(StandardCharsets.UTF_8)).toString());
    }

    /** Newest first: the project's, or those of all projects for an administrator who names none. */
    List<KeyDescription> list(Caller caller) {
        boolean all = caller.has(Roles.PLATFORM_ADMIN) && caller.project().equals(PLATFORM);
        Instant now = clock.instant();
        List<KeyAccount> keys = accounts.all().stream()
                .filter(key -> all || key.project().equals(caller.project()))
                .sorted(Comparator.comparing(KeyAccount::createdAt)
                        .thenComparing(KeyAccount::id)
                        .reversed())
                .toList();
        Map<String, Instant> lastUses =
                uses.of(keys.stream().map(KeyAccount::id).toList());
        return keys.stream()
                .map(key -> key.described(now, lastUses.get(key.id())))
                .toList();
    }

    KeyDescription get(Caller caller, String id) {
        return described(visible(caller, id));
    }

    /** Lets the key do something else from now on; the same rules hold as for a new one. */
    KeyDescription restrict(Caller caller, String id, KeyChange change) {
        KeyAccount key = managed(caller, id);
        KeyGrant before = key.grant();
        if (change.purpose() == null && change.models() == null) {
            throw new PlatformException(Failure.INVALID_REQUEST, "Say what changes: purpose, models or both.");
        }
        KeyGrant after = new KeyGrant(
                before.project(),
                change.purpose() == null ? before.purpose() : KeyRules.purpose(change.purpose()),
                change.models() == null ? before.models() : KeyRules.models(change.models()),
                before.expiresAt());
        rules.requireServed(after);
        KeyAccount changed = key.with(after);
        Map<String, Object> content = facts(changed);
        content.put("purposeBefore", before.purpose());
        content.put("modelsBefore", before.models());
        act("key.restrict", caller, key, content, () -> {
            accounts.grant(key, after);
            return true;
        });
        return described(changed);
    }

    /** The one thing that an administrator may do to any project's key. */
    KeyDescription disable(Caller caller, String id) {
        return enable(caller, visible(caller, id), "key.disable", false);
    }

    KeyDescription enable(Caller caller, String id) {
        KeyAccount key = managed(caller, id);
        requireTime(key);
        return enable(caller, key, "key.enable", true);
    }

    private KeyDescription enable(Caller caller, KeyAccount key, String type, boolean enabled) {
        // Also if it is so already: another server may be about to change it, and the last word counts.
        act(type, caller, key, facts(key), () -> {
            accounts.enable(key, enabled);
            return true;
        });
        return described(key.withEnabled(enabled));
    }

    IssuedKey rotate(Caller caller, String id) {
        KeyAccount key = managed(caller, id);
        requireTime(key);
        String secret = act("key.rotate", caller, key, facts(key), () -> accounts.changeSecret(key));
        return new IssuedKey(described(key), PREFIX + key.id() + "." + secret);
    }

    private void requireTime(KeyAccount key) {
        if (key.isExpired(clock.instant())) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "The time of this key was over at " + key.grant().expiresAt() + ". Make a new one.",
                    Map.of("state", "expired"));
        }
    }

    private <T> T act(
            String type, Caller caller, KeyAccount key, Map<String, Object> content, Supplier<T> atTheProvider) {
        return effect(actions.begin(type, caller, key, content, null), atTheProvider);
    }

    private <T> T effect(KeyActions.Action action, Supplier<T> atTheProvider) {
        T result;
        try {
            result = atTheProvider.get();
        } catch (PlatformException e) {
            try {
                actions.fail(
                        action, Outcome.FAILED, Map.of("failure", e.failure().code()));
            } catch (RuntimeException unrecorded) {
                // KeyLeftovers records it when the database is back.
                LOG.warnf(unrecorded, "The end of an action on a key could not be recorded key=%s", action.key());
            }
            throw e;
        }
        actions.done(action);
        return result;
    }

    private KeyAccount visible(Caller caller, String id) {
        KeyAccount key = accounts.find(id).orElseThrow(Keys::notFound);
        if (!isManagedBy(caller, key) && !caller.has(Roles.PLATFORM_ADMIN)) {
            throw notFound();
        }
        return key;
    }

    private KeyAccount managed(Caller caller, String id) {
        return accounts.find(id).filter(key -> isManagedBy(caller, key)).orElseThrow(Keys::notFound);
    }

    private static boolean isManagedBy(Caller caller, KeyAccount key) {
        return caller.has(Roles.ML_ENGINEER) && key.project().equals(caller.project());
    }

    private KeyDescription described(KeyAccount key) {
        return key.described(clock.instant(), uses.of(List.of(key.id())).get(key.id()));
    }

    private static Map<String, Object> facts(KeyAccount key) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", key.name());
        facts.put("purpose", key.grant().purpose());
        facts.put("models", key.grant().models());
        Instant expiresAt = key.grant().expiresAt();
        if (expiresAt != null) {
            facts.put("expiresAt", expiresAt.toString());
        }
        return facts;
    }

    private static PlatformException notFound() {
        return new PlatformException(
                Failure.NOT_FOUND, "There is no such API key, or the caller may not see or change it.");
    }
}
