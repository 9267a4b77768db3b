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

    @Message(
            "What the projects of this platform tune and ask. A model is copied, checked and known by its digest from then on.")
    String importLead();

    @Message("Imported")
    String known();

    @Message("None yet. Until there is one, nobody can tune or ask anything.")
    String noneKnown();

    @Message("Import a base model")
    String importTitle();

    @Message("Under which projects find it: letters, digits and . _ - / only.")
    String nameHint();

    @Message("Directory or file")
    String directory();

    @Message(
            "An absolute path on the server: a directory as on Hugging Face (config.json, tokenizer.json, safetensors), or a GGUF file.")
    String directoryHint();

    @Message("For example MIT or Apache-2.0, as the maker of the model states it.")
    String licenceHint();

    @Message("Where it was got from, for those who ask later.")
    String sourceHint();

    @Message("Digest it must have")
    String expectedDigest();

    @Message("May be empty. If it is given, other files are refused.")
    String expectedDigestHint();

    @Message("Import")
    String importNow();

    @Message("Imported")
    String imported();

    @Message("{name} can be tuned and asked in every project now.")
    String importedText(String name);

    @Message("Nothing was imported")
    String notImported();

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
