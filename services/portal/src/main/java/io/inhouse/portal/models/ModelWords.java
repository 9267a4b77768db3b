package io.inhouse.portal.models;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the pages about base models, adapters and the names they answer to. */
@MessageBundle("model")
public interface ModelWords {
    @Message("Models")
    String title();

    @Message("Which models this project can ask, under which names, and what each was made of.")
    String lead();

    @Message("Names that applications ask for")
    String names();

    @Message("No adapter serves under a name yet. An approver gives one with the approval.")
    String noNames();

    @Message("Name")
    String name();

    @Message("Answered by")
    String answeredBy();

    @Message("Since")
    String since();

    @Message("Roll back")
    String rollBack();

    @Message("Back to {adapter}")
    String rollBackTo(String adapter);

    @Message("nothing to go back to")
    String nowhere();

    @Message(
            "A roll-back takes effect within five seconds and is recorded. To point a name to another adapter, open that adapter.")
    String namesHint();

    @Message("Adapters")
    String adapters();

    @Message("There are none yet.")
    String noAdapters();

    @Message("Adapter")
    String adapter();

    @Message("Purpose")
    String purpose();

    @Message("Trained by")
    String owner();

    @Message("Registered")
    String registered();

    @Message("Base models")
    String baseModels();

    @Message("No base model is registered yet. An administrator of the platform imports one.")
    String noBaseModels();

    @Message("Base model")
    String baseModel();

    @Message("Architecture")
    String architecture();

    @Message("Parameters")
    String parameters();

    @Message("Licence")
    String licence();

    @Message("Card")
    String card();

    @Message("Context in tokens")
    String context();

    @Message("Source")
    String source();

    @Message("Registered by")
    String registeredBy();

    @Message("Digest")
    String digest();

    @Message("Adapters trained on it")
    String trainedOnIt();

    @Message("Files")
    String files();

    @Message("File")
    String file();

    @Message("Bytes")
    String bytes();

    @Message("Rolled back")
    String doneRolledBack();

    @Message("{name} is answered by {adapter}, within five seconds.")
    String doneRolledBackText(String name, String adapter);

    @Message("Nothing was rolled back")
    String notRolledBack();

    @Message("The form did not say which name.")
    String noName();

    @Message("Rolled back in the portal.")
    String rollBackComment();
}
