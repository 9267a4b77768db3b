package io.inhouse.portal.audit;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the pages about the record. */
@MessageBundle("audit")
public interface AuditWords {
    @Message("The record")
    String title();

    @Message(
            "Who asked for what, and what became of it. Entries are never changed or removed. People appear under pseudonyms; what was said and who it was shows only after you give a reason, and that you looked becomes an entry itself.")
    String lead();

    @Message("Search")
    String search();

    @Message("Kind of event")
    String type();

    @Message("for example dataset.approve; empty for all")
    String typeHint();

    @Message("Outcome")
    String outcome();

    @Message("all")
    String all();

    @Message("success")
    String success();

    @Message("denied")
    String denied();

    @Message("failed")
    String failed();

    @Message("interrupted")
    String interrupted();

    @Message("From (UTC)")
    String from();

    @Message("Before (UTC)")
    String to();

    @Message("Entries")
    String entries();

    @Message("No entry matches. Widen the search.")
    String noEntries();

    @Message("Older entries")
    String older();

    @Message("Newest entries")
    String newest();

    @Message("Time")
    String time();

    @Message("Event")
    String event();

    @Message("About")
    String about();

    @Message("Project")
    String project();

    @Message("Entry {id}")
    String entryTitle(String id);

    @Message("What the log holds")
    String leaf();

    @Message("Number in the log")
    String index();

    @Message("Proof that it is in the log")
    String proof();

    @Message(
            "With these lines anybody can compute the tree head from this entry. If the entry were changed, the result would not be what the log signed.")
    String proofText();

    @Message("Show the proof")
    String proofShow();

    @Message("The entry, exactly as it is hashed")
    String proofLeaf();

    @Message("The hashes beside it on the way to the top (RFC 6962, Base64)")
    String proofHashes();

    @Message("That you read it is on the record.")
    String recordedAs();

    @Message("From entry number")
    String fromEntry();

    @Message("Up to entry number, not included")
    String toEntry();

    @Message("Stream and number in it")
    String stream();

    @Message("By")
    String actor();

    @Message("Person it is about")
    String subject();

    @Message("Purpose")
    String purpose();

    @Message("Digest")
    String digest();

    @Message("Read its content")
    String read();

    @Message("The content is encrypted. Opening it needs a reason and becomes an entry of its own.")
    String readText();

    @Message("Reason")
    String reason();

    @Message("For example the number of the case. Goes into the record with your name.")
    String reasonHint();

    @Message("Open")
    String open();

    @Message("Content of {id}")
    String contentTitle(String id);

    @Message("Opened for: {reason}. This page is kept nowhere; close it when you are done.")
    String contentLead(String reason);

    @Message("Give a reason")
    String noReason();

    @Message("Contents are opened only for a reason that the record can keep. Nothing was opened.")
    String noReasonText();

    @Message("Not possible")
    String notPossible();

    @Message("Download and verify")
    String log();

    @Message("Download and verify the record")
    String logTitle();

    @Message(
            "A bundle is a ZIP file that anybody can check without this platform, without a network and without trusting us.")
    String logLead();

    @Message("Download a bundle")
    String bundle();

    @Message("Put the contents in as well, readable")
    String openContents();

    @Message(
            "Without this, contents stay encrypted and the bundle can be checked all the same. With it, the file holds personal data: handle it so.")
    String openContentsHint();

    @Message("Leave both empty for the whole record, which ends with the entry about this download.")
    String rangeHint();

    @Message("Download")
    String download();

    @Message("A number could not be read")
    String badNumber();

    @Message("Entry numbers are whole numbers from 0 on.")
    String badNumberText();

    @Message("A date could not be read")
    String badDate();

    @Message("Write dates as 2026-11-22T09:30, in UTC.")
    String badDateText();

    @Message("The log's key")
    String key();

    @Message(
            "Whoever holds this line can check every bundle of this log. Copy it once and keep it where this platform cannot change it: on paper, or in a system of your own. It is public; it opens nothing.")
    String keyText();

    @Message("Newest tree head")
    String head();

    @Message(
            "The first line names the log, the second says how many entries it has, the third is one number computed over all of them. The last line is the signature. Keep one from time to time: a later bundle must continue from it.")
    String headText();

    @Message("How to check a bundle")
    String how();

    @Message("Take the bundle to any computer with Java. It needs no network.")
    String howOne();

    @Message("Run this, with the key from your own copy, not from this page:")
    String howTwo();

    @Message(
            "The answer is one of three. Verified: every entry is as it was when the log signed it. Not verified: something was changed, removed or not signed; the answer names the entry. Consistent, but the key is not pinned: you gave no key, so the bundle fits together but could be somebody else's.")
    String howThree();

    @Message(
            "Each entry is turned into a fingerprint, fingerprints are joined in pairs until one is left, and that one is signed. Changing, adding or removing any entry gives another last fingerprint, which the old signature does not fit.")
    String why();

    @Message("Who acted")
    String searchActor();

    @Message("Whom it is about")
    String searchSubject();

    @Message("People are named by their id in the sign-in service; the record itself holds only pseudonyms.")
    String peopleHint();
}
