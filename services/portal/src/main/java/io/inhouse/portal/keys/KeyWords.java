package io.inhouse.portal.keys;

import io.inhouse.inference.client.KeyState;
import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the pages about API keys. */
@MessageBundle("key")
public interface KeyWords {
    @Message("Keys")
    String title();

    @Message(
            "An application of yours asks the project's models with a key. Each key is for one purpose; give every application its own, so that one can be disabled alone.")
    String lead();

    @Message("Keys of all projects")
    String allTitle();

    @Message("Who manages a project's keys are its engineers. You can disable any of them.")
    String allLead();

    @Message("New key")
    String newKey();

    @Message("The secret is shown once, right after the key is made.")
    String newLead();

    @Message("No key has been made here yet.")
    String none();

    @Message("Key {name}")
    String key(String name);

    @Message("Name")
    String name();

    @Message("What you will know it by, for example the name of the application.")
    String nameHint();

    @Message("Project")
    String project();

    @Message("Purpose")
    String purpose();

    @Message("What the application asks for. An adapter answers only to keys with the purpose that it was tuned for.")
    String purposeHint();

    @Message("Models")
    String models();

    @Message("All models of the project")
    String allModels();

    @Message("Also those that are added later.")
    String allModelsHint();

    @Message("Only these:")
    String onlyThese();

    @Message("Valid for")
    String validFor();

    @Message("A key that is forgotten does the least harm when it ends by itself.")
    String validForHint();

    @Message("30 days")
    String days30();

    @Message("90 days")
    String days90();

    @Message("one year")
    String year();

    @Message("no limit")
    String noLimit();

    @Message("Make the key")
    String make();

    @Message("State")
    String state();

    @Message("{#when state}{#is ACTIVE}active{#is DISABLED}disabled{#is EXPIRED}expired{#else}{state}{/when}")
    String stateOf(KeyState state);

    @Message("Made")
    String created();

    @Message("{time} by {person}")
    String createdBy(String time, String person);

    @Message("Valid until")
    String expires();

    @Message("no end")
    String noEnd();

    @Message("Last used")
    String lastUsed();

    @Message("never")
    String never();

    @Message("Id")
    String id();

    @Message("The record names the application by it.")
    String idHint();

    @Message("What it may be used for")
    String restriction();

    @Message("Save")
    String save();

    @Message("Actions")
    String actions();

    @Message("Disable")
    String disable();

    @Message("Enable")
    String enable();

    @Message("New secret")
    String rotate();

    @Message("{#when action}{#is DISABLE}Disable{#is ENABLE}Enable{#is ROTATE}New secret{#else}{action}{/when}")
    String action(KeyAction action);

    @Message(
            "{#when action}{#is DISABLE}Disable the key {name}?{#is ENABLE}Enable the key {name}?{#is ROTATE}Give the key {name} a new secret?{#else}{name}{/when}")
    String question(KeyAction action, String name);

    @Message(
            "{#when action}{#is DISABLE}Within 30 seconds every call with it is refused. It can be enabled again.{#is ENABLE}Whoever has its secret can ask again. If the secret may have been seen by others, give it a new one first.{#is ROTATE}The old secret is refused within 30 seconds: have the application at hand that needs the new one.{#else}{action}{/when}")
    String consequence(KeyAction action);

    @Message("The time of this key is over. It cannot be enabled again; make a new one.")
    String isExpired();

    @Message("The secret of this key")
    String secret();

    @Message(
            "Copy it now and put it where only the application can read it. It is kept nowhere and cannot be shown again.")
    String secretLead();

    @Message("API key")
    String secretLabel();

    @Message("Click into the field, then select all and copy.")
    String secretHint();

    @Message("An OpenAI SDK takes it as its API key, with the address of this platform and /v1 as base URL.")
    String secretUse();

    @Message("This key was made before, and its secret was shown then.")
    String shownBefore();

    @Message("If it got lost, give the key a new secret.")
    String shownBeforeText();

    @Message("To the keys")
    String toKeys();

    @Message("Saved")
    String doneRestricted();

    @Message("Disabled")
    String doneDisabled();

    @Message("Enabled")
    String doneEnabled();

    @Message("The key can be used again.")
    String doneEnabledText();

    @Message("It takes effect within 30 seconds.")
    String soon();

    @Message("No key was made")
    String notMade();

    @Message("Nothing was changed")
    String notChanged();

    @Message("Tick at least one model, or choose all models of the project.")
    String noModel();
}
