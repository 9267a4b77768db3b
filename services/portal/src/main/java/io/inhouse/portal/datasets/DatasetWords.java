package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.PersonalDataAction;
import io.inhouse.datasets.client.PersonalDataType;
import io.inhouse.datasets.client.VersionState;
import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the pages about a dataset version. */
@MessageBundle("dataset")
public interface DatasetWords {
    @Message("{name}, version {number}")
    String title(String name, Integer number);

    @Message(
            "{#when state}{#is DRAFT}draft{#is SEALED}waits for approval{#is APPROVED}approved{#is REJECTED}rejected{#is WITHDRAWN}withdrawn{/when}")
    String state(VersionState state);

    @Message("What it is")
    String facts();

    @Message("Rows to train on")
    String trainRows();

    @Message("Rows held out for evaluation")
    String testRows();

    @Message("Rows set aside")
    String setAsideRows();

    @Message("Purposes")
    String purposes();

    @Message("Legal basis")
    String legalBasis();

    @Message("Licence")
    String licence();

    @Message("Kept for")
    String retention();

    @Message("{#if n == 1}1 year{#else}{n} years{/if}")
    String years(int n);

    @Message("{#if n == 1}1 month{#else}{n} months{/if}")
    String months(int n);

    @Message("{#if n == 1}1 day{#else}{n} days{/if}")
    String days(int n);

    @Message("Uploaded by")
    String uploadedBy();

    @Message("{name} on {day}")
    String byOn(String name, String day);

    @Message("Sealed")
    String sealed();

    @Message("Digest")
    String digest();

    @Message("Decided by")
    String decidedBy();

    @Message("Comment")
    String comment();

    @Message("Personal data found")
    String findings();

    @Message("Recogniser {version}. What was found is never shown, only how often and what happened to it.")
    String recogniser(String version);

    @Message(
            "None was found. The recogniser knows patterns, check digits and listed names; look at the rows all the same.")
    String noFindings();

    @Message("Kind")
    String kind();

    @Message("Found")
    String count();

    @Message("What happened")
    String action();

    @Message(
            "{#when type}{#is PAYMENT_CARD}Payment card{#is IBAN}Bank account (IBAN){#is AADHAAR}Aadhaar number{#is PAN}Permanent account number (PAN){#is EMAIL}E-mail address{#is PHONE}Telephone number{#is NAME}Name of a listed person{/when}")
    String type(PersonalDataType type);

    @Message(
            "{#when action}{#is MASK}masked{#is PSEUDONYM}replaced by a pseudonym{#is BLOCK}row set aside{#is KEEP}kept as it is{/when}")
    String actionTaken(PersonalDataAction action);

    @Message("Rows that were set aside")
    String setAside();

    @Message("Every line of the upload could be used.")
    String noSetAside();

    @Message("The first {shown} of {all} are listed.")
    String setAsideSome(Integer shown, String all);

    @Message("Line")
    String line();

    @Message("Reason")
    String reason();

    @Message("Look at rows")
    String look();

    @Message("The first 20 rows, personal data masked. That you looked is recorded.")
    String lookText();

    @Message("Rows of {title}")
    String rowsTitle(String title);

    @Message("Prompt")
    String prompt();

    @Message("Completion")
    String completion();

    @Message("Text")
    String text();

    @Message("Split")
    String split();

    @Message("Conversation")
    String conversation();

    @Message("Nobody can approve it before the dataset says: {missing}.")
    String unstated(String missing);

    @Message("Say it now")
    String stateNow();

    @Message("Order a tuning job on it")
    String tune();

    @Message("Decide")
    String decide();

    @Message("Why")
    String why();

    @Message("Goes into the record with your name.")
    String whyHint();

    @Message("Approve")
    String approve();

    @Message("Reject")
    String reject();

    @Message(
            "You uploaded this version, so a second person decides about it: a data steward or approver of this project who is not you.")
    String own();

    @Message("It cannot be approved yet: {missing}. A data steward fills that in on the page of the dataset.")
    String incomplete(String missing);

    @Message("Approved")
    String doneApproved();

    @Message("From now on tuning jobs for its purposes may use this version.")
    String doneApprovedText();

    @Message("Rejected")
    String doneRejected();

    @Message("No job will ever see this version. Its uploader can make a new one.")
    String doneRejectedText();

    @Message(
            "You had a hand in this version yourself. Ask another data steward or approver of the project to decide. Nothing was changed.")
    String fourEyesText();
}
