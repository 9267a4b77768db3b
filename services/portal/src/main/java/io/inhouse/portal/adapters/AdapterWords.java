package io.inhouse.portal.adapters;

import io.inhouse.registry.client.AdapterState;
import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the pages about an adapter. */
@MessageBundle("adapter")
public interface AdapterWords {
    @Message("Adapter {suffix}")
    String title(String suffix);

    @Message(
            "{#when state}{#is REGISTERED}waits for approval{#is APPROVED}approved{#is REJECTED}rejected{#is RETIRED}retired{/when}")
    String state(AdapterState state);

    @Message("What it is")
    String facts();

    @Message("Base model")
    String baseModel();

    @Message("Rank")
    String rank();

    @Message("Purpose")
    String purpose();

    @Message("Submitted by")
    String owner();

    @Message("Registered")
    String registered();

    @Message("Serves as")
    String aliases();

    @Message("Digest")
    String digest();

    @Message("Decided by")
    String decidedBy();

    @Message("Comment")
    String comment();

    @Message("Base and tuned model compared")
    String evaluation();

    @Message("Both answered the same held-out rows, which training never saw.")
    String evaluationHint();

    @Message(
            "Perplexity says among how many equally likely tokens the model seems to choose in the held-out texts; lower is better.")
    String perplexityHint();

    @Message("Nothing is asked in a text, so there are no right answers to count.")
    String textsOnlyHint();

    @Message("The trainer reported no figures.")
    String noEvaluation();

    @Message("Figure")
    String figure();

    @Message("Base model")
    String base();

    @Message("With adapter")
    String tuned();

    @Message("Difference")
    String difference();

    @Message("Other figures of the evaluation")
    String otherFigures();

    @Message("Where it comes from")
    String lineage();

    @Message("Tuning job")
    String job();

    @Message("Dataset version")
    String datasetVersion();

    @Message("Digest of its rows")
    String datasetDigest();

    @Message("Digest of the base model")
    String baseDigest();

    @Message("Version of the trainer")
    String codeVersion();

    @Message("Operations spent")
    String flops();

    @Message("Recipe")
    String recipe();

    @Message(
            "Every value that determined the training. The same rows, recipe and kind of hardware give the same digest.")
    String recipeHint();

    @Message("Decide")
    String decide();

    @Message("Name under which applications ask for it")
    String alias();

    @Message(
            "Lower-case letters, digits and . _ - only. If the name already points to another adapter, approval moves it here.")
    String aliasHint();

    @Message("Why")
    String why();

    @Message("Goes into the record with your name.")
    String whyHint();

    @Message("Approve")
    String approve();

    @Message("Reject")
    String reject();

    @Message(
            "You submitted the job, so a second person decides about its adapter: an approver of this project who is not you.")
    String own();

    @Message("Approved")
    String doneApproved();

    @Message("Applications of this project can ask for it now.")
    String doneApprovedText();

    @Message("Rejected")
    String doneRejected();

    @Message("It will never serve. Its owner can submit another job.")
    String doneRejectedText();

    @Message(
            "You had a hand in this adapter yourself. Ask another approver of the project to decide. Nothing was changed.")
    String fourEyesText();

    @Message("A name is missing")
    String noAlias();

    @Message(
            "Applications ask for the adapter by a name of lower-case letters, digits and . _ - only. Nothing was changed.")
    String noAliasText();

    @Message(
            "From left to right: base model and dataset version, the job that trained on them, the adapter, and the names it answers to.")
    String picture();

    @Message("Ask it in the playground")
    String ask();

    @Message("Applications send its name as the model to this address with /v1, as to OpenAI, with their key.")
    String call();

    @Message("Point a name to it")
    String pointName();

    @Message("Move the name here")
    String moveName();
}
