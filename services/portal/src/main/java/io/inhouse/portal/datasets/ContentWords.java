package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.VersionDifference;
import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of looking into a version: figures, single rows as they are trained on, and what distinguishes two versions. */
@MessageBundle("content")
public interface ContentWords {
    @Message("Look into the rows")
    String closer();

    @Message("Statistics")
    String statistics();

    @Message("Statistics of {title}")
    String statisticsTitle(String title);

    @Message(
            "Figures of all rows as they are stored, after personal data was treated. That they were read is recorded.")
    String statisticsText();

    @Message("Rows")
    String rows();

    @Message("Part")
    String split();

    @Message("{#switch split}{#case 'train'}Training{#case 'test'}Held out{#case}{split}{/switch}")
    String splitName(String split);

    @Message("Prompts with completions")
    String pairs();

    @Message("Conversations")
    String conversations();

    @Message("Raw texts")
    String texts();

    @Message("Characters")
    String characters();

    @Message("Shortest row")
    String shortest();

    @Message("Row in the middle")
    String median();

    @Message("Longest row")
    String longest();

    @Message("Rows that repeat an earlier one")
    String repeated();

    @Message("Held-out rows that nearly repeat a training row")
    String near();

    @Message("too many held-out rows to compare")
    String nearUnknown();

    @Message("Tokens")
    String tokens();

    @Message(
            "How long rows are for a model depends on its tokenizer. Counted by the trainer's own code; a row is longest with its template, its begin and its end.")
    String tokensText();

    @Message("Base model")
    String baseModel();

    @Message("Choose a base model to count tokens.")
    String chooseBase();

    @Message("There is no base model yet. A platform administrator registers one.")
    String noBase();

    @Message("Count tokens")
    String countTokens();

    @Message("Rows counted")
    String counted();

    @Message("{counted} of {all}, spread evenly")
    String countedSome(String counted, String all);

    @Message("Tokens of these rows")
    String allTokens();

    @Message("of which learned")
    String learnedTokens();

    @Message("Most tokens the model reads at once")
    String context();

    @Message("Rows a job would refuse")
    String refusedRows();

    @Message("Row {number}: {reason}")
    String refusedRow(String number, String reason);

    @Message("A job with this base model would be refused because of such rows. Leave them out in a new version.")
    String refusedText();

    @Message("Rows by their length in tokens with {base}")
    String histogram(String base);

    @Message("from {from} to {to}")
    String range(String from, String to);

    @Message("Tokens in a row")
    String length();

    @Message("As a table")
    String asTable();

    @Message("Row {number} of {title}")
    String rowTitle(String number, String title);

    @Message("One row as it is stored. That you looked is recorded.")
    String rowText();

    @Message("line {line} of upload {upload}")
    String place(String line, String upload);

    @Message("Row number")
    String number();

    @Message("1 to {rows}")
    String numberHint(String rows);

    @Message("Show")
    String show();

    @Message("only as stored")
    String asStored();

    @Message("Row {number}")
    String rowNumber(String number);

    @Message("Previous row")
    String previous();

    @Message("Next row")
    String next();

    @Message("As {base} is trained on it")
    String asTrained(String base);

    @Message("Made by the trainer's own code from the tokens and the loss mask of this row, with the model's template.")
    String asTrainedText();

    @Message("What the colours mean")
    String legend();

    @Message("read, not learned")
    String read();

    @Message("learned: the loss counts these tokens")
    String learned();

    @Message("control token")
    String control();

    @Message("{learned} of {tokens} tokens are learned; the model reads at most {context} at once.")
    String learnedOf(String learned, String tokens, String context);

    @Message("Part {number} of this text")
    String window(String number);

    @Message("A job would refuse this row")
    String refusedTitle();

    @Message("This version keeps personal data that is masked here, so a job reads other tokens in these places.")
    String masked();

    @Message("Compare with another version")
    String compare();

    @Message("Version")
    String version();

    @Message("Compare")
    String compareButton();

    @Message("Version {to} beside version {from}")
    String differenceTitle(String to, String from);

    @Message(
            "Rows are the same if they say the same to the last character and are in the same part. A row that moves from training to the held-out rows is removed and added. That you looked at rows is recorded.")
    String differenceText();

    @Message("{#when kind}{#is ADDED}Added{#is REMOVED}Removed{#is KEPT}Kept{/when}")
    String kind(VersionDifference.Kind kind);

    @Message(
            "{#when kind}{#is ADDED}Rows that were added{#is REMOVED}Rows that were removed{#is KEPT}Rows that were kept{/when}")
    String kindRows(VersionDifference.Kind kind);

    @Message("No rows.")
    String none();

    @Message("More rows")
    String more();

    @Message("Not shown")
    String notShown();
}
