package io.inhouse.portal.record;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the page on which the record is checked. */
@MessageBundle("record")
public interface RecordWords {
    @Message("Check the record")
    String title();

    @Message(
            "A bundle of the record is made and checked: every entry, every signature, every number. The check is the one of the command line and trusts nothing but the key.")
    String lead();

    @Message("What the check found")
    String found();

    @Message("Check now")
    String check();

    @Message("Reason")
    String reason();

    @Message("Making a bundle is an export; it and its reason become entries themselves.")
    String reasonHint();

    @Message("The log's key, as you kept it")
    String key();

    @Message(
            "From paper or a file that did not come from this server. Without it the check can say that everything fits together, but not that nobody made it up.")
    String keyHint();

    @Message("From entry")
    String from();

    @Message("Up to entry")
    String to();

    @Message("The record is whole and unchanged")
    String verified();

    @Message("Every entry is there, in its order, as the log signed it with the key you gave.")
    String verifiedText();

    @Message("Everything fits together, by a key of the server's own")
    String notPinned();

    @Message(
            "No entry is missing or changed as far as the key inside the bundle tells. Give the key that you kept to know that it is the right one.")
    String notPinnedText();

    @Message("The record does not hold")
    String notVerified();

    @Message(
            "Something is missing, changed or not signed with this key. Keep the bundle, tell whoever operates the platform, and rely on none of it.")
    String notVerifiedText();

    @Message("There was no bundle to check")
    String unreadable();

    @Message("What the server sent cannot be read. Nothing was checked.")
    String unreadableText();

    @Message("What does not hold")
    String problems();

    @Message("What is not proven")
    String open();

    @Message("What was checked and holds")
    String passed();

    @Message("What the bundle is")
    String facts();

    @Message("Say why")
    String noReason();

    @Message("Nothing was exported. A reason is part of the record.")
    String noReasonText();

    @Message("One value is not a number")
    String badNumber();

    @Message("Entries are named by their numbers.")
    String badNumberText();

    @Message("That is not the key of a log")
    String badKey();

    @Message("It looks like name+12345678+letters, on one line.")
    String badKeyText();

    @Message("That is not possible")
    String notPossible();
}
