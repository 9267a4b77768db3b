package io.inhouse.inference.keys;

import io.inhouse.identity.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings about what people cannot do over HTTP: keys of other projects, keys of the past, processes that went away. */
@Singleton
public class KeyWorkshop {
    private final KeyAccounts accounts;
    private final KeyActions actions;
    private final KeyLeftovers leftovers;
    private final KeyUses uses;

    KeyWorkshop(KeyAccounts accounts, KeyActions actions, KeyLeftovers leftovers, KeyUses uses) {
        this.accounts = accounts;
        this.actions = actions;
        this.leftovers = leftovers;
        this.uses = uses;
    }

    /** @return the whole key */
    public String make(String id, String project, @Nullable Instant expiresAt) {
        return "sk-" + id + "." + accounts.create(key(id, project, expiresAt), "somebody");
    }

    /** As if a process had ended between recording the order and giving the key to anybody. */
    public void order(String id, String project) {
        Caller caller = new Caller("somebody", "somebody", Caller.Kind.USER, project, Set.of(), null);
        actions.begin(KeyActions.CREATE, caller, key(id, project, null), Map.of(), null);
    }

    public boolean exists(String id) {
        return accounts.find(id).isPresent();
    }

    public void collectLeftovers() {
        leftovers.collect();
    }

    public void writeUses() {
        uses.write();
    }

    private static KeyAccount key(String id, String project, @Nullable Instant expiresAt) {
        KeyGrant grant = new KeyGrant(project, "support", List.of(), expiresAt);
        return new KeyAccount("", id, "made by hand", grant, true, Instant.parse("2026-01-02T03:04:05Z"), "somebody");
    }
}
