package io.inhouse.portal.datasets;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of bringing rows in: uploading, looking, taking in, sealing; and of withdrawing. */
@MessageBundle("file")
public interface FileWords {
    @Message("Bring rows in")
    String files();

    @Message(
            "Rows as JSON Lines or CSV; documents as PDF, DOCX, HTML, Markdown or plain text. Nothing is used before you have looked at it on the next page.")
    String filesText();

    @Message("Files")
    String choose();

    @Message(
            "Choose them here, or drop them on this field. If the connection drops, the upload goes on where it stopped; choose the same file again if you had closed the page.")
    String chooseHint();

    @Message("Upload")
    String send();

    @Message("Uploading")
    String sending();

    @Message("The connection dropped; trying again")
    String retrying();

    @Message("Uploaded")
    String done();

    @Message("It stopped. Choose the same file again to go on where it stopped.")
    String stopped();

    @Message("Uploaded files")
    String waiting();

    @Message("File")
    String file();

    @Message("Size")
    String size();

    @Message("State")
    String state();

    @Message(
            "{#switch state}{#case 'receiving'}not wholly here{#case 'received'}waits for you{#case 'taken'}taken in{#case}{state}{/switch}")
    String stateOf(String state);

    @Message("{name}")
    String title(String name);

    @Message("The first {rows} rows as they would be taken in. Nothing is kept of this look.")
    String lead(String rows);

    @Message("All {rows} rows as they would be taken in. Nothing is kept of this look.")
    String leadAll(String rows);

    @Message("Which columns make a row?")
    String columns();

    @Message(
            "Choose a column for the prompt and one for the completion; or one for the text alone, to train on raw text.")
    String columnsText();

    @Message("Prompt")
    String prompt();

    @Message("Completion")
    String completion();

    @Message("Text")
    String text();

    @Message("Person the row is about")
    String subject();

    @Message("If a column names the person, their rows can be erased later on their own.")
    String subjectHint();

    @Message("none")
    String noColumn();

    @Message("Look")
    String look();

    @Message("Usable rows")
    String usable();

    @Message("Rows that would be set aside")
    String setAside();

    @Message("Every row can be used.")
    String noSetAside();

    @Message("Personal data")
    String findings();

    @Message(
            "None was found in the rows looked at. The recogniser knows patterns, check digits and listed names; look at the rows all the same.")
    String noFindings();

    @Message("What shall happen to personal data")
    String decision();

    @Message("Decided for the whole version, before its first rows are in.")
    String decisionHint();

    @Message("The version has rows, so this stays as it is. For another decision, create a new version.")
    String decisionOver();

    @Message("Action for: {type}")
    String actionFor(String type);

    @Message("Decide so")
    String decide();

    @Message("Decided")
    String decided();

    @Message("The rows below would now be taken in so.")
    String decidedText();

    @Message("Rows")
    String rows();

    @Message("Those with personal data first; what was found is marked with its kind, and the reason stands below.")
    String rowsText();

    @Message("Take the rows in")
    String take();

    @Message(
            "They become part of the draft, encrypted, and personal data in them is treated as decided. The uploaded file is deleted.")
    String takeText();

    @Message("Use them for")
    String split();

    @Message("training, {percent} % held out")
    String splitAuto(String percent);

    @Message("training")
    String splitTrain();

    @Message("evaluation")
    String splitTest();

    @Message("Discard the file")
    String discard();

    @Message("Rows taken in")
    String taken();

    @Message("They are part of the draft. Bring in more, or seal it.")
    String takenText();

    @Message("Discarded")
    String discarded();

    @Message("Nothing of the file was kept.")
    String discardedText();

    @Message("Uploaded")
    String here();

    @Message("Look at each file and take its rows in.")
    String hereText();

    @Message("This cannot be taken in")
    String refused();

    @Message("No file was chosen")
    String noFile();

    @Message("Choose a file and send it again.")
    String noFileText();

    @Message("Seal")
    String seal();

    @Message(
            "A sealed version never changes again and gets a name that is computed from its rows. Then somebody else decides about it.")
    String sealText();

    @Message("Sealed")
    String sealed();

    @Message("It waits for a second person now.")
    String sealedText();

    @Message("Withdraw")
    String withdraw();

    @Message("Withdraw {title}")
    String withdrawTitle(String title);

    @Message(
            "No job will see the version from now on. What was trained on it before stays as it is and is listed here, so that you can decide about it.")
    String withdrawText();

    @Message("What was trained on it")
    String affected();

    @Message("No adapter was trained on it.")
    String noneAffected();

    @Message("Adapter")
    String adapter();

    @Message("Serves as")
    String servesAs();

    @Message("Tuning job")
    String job();

    @Message("Withdrawn")
    String withdrawn();

    @Message("No job will see this version any more.")
    String withdrawnText();
}
