package io.inhouse.portal.start;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the start pages. */
@MessageBundle("start")
public interface StartWords {
    @Message("Your work")
    String title();

    @Message("In which project do you want to work?")
    String choose();

    @Message("You are in no project yet. Whoever administers the platform adds you to one; then your work shows here.")
    String noProject();

    @Message("Project {name}")
    String project(String name);

    @Message("Your roles here:")
    String yourRoles();

    @Message("Drafts to finish")
    String drafts();

    @Message("No draft is open. A version is a draft until somebody seals it.")
    String noDrafts();

    @Message("Dataset versions that wait for approval")
    String datasets();

    @Message("Nothing waits. A version shows here once its uploader has sealed it.")
    String noDatasets();

    @Message("Adapters that wait for approval")
    String adapters();

    @Message("Nothing waits. An adapter shows here once its tuning job has finished.")
    String noAdapters();

    @Message("Adapters of the project")
    String allAdapters();

    @Message("None yet. A tuning job makes one.")
    String noAdaptersAtAll();

    @Message("Dataset versions to tune on")
    String ready();

    @Message("None yet. A version shows here once a second person has approved it.")
    String noReady();

    @Message("New dataset")
    String newDataset();

    @Message("New tuning job")
    String newJob();

    @Message("From data to a model that serves")
    String way();

    @Message(
            "A data steward describes a dataset, brings rows or documents in, decides about personal data, and seals the version.")
    String wayDataset();

    @Message("A second person looks at the version and approves it.")
    String wayApproval();

    @Message("An engineer orders a tuning job on the approved version and watches it learn.")
    String wayJob();

    @Message("An approver compares the adapter with its base model and approves it under a name.")
    String wayAdapter();

    @Message("Everybody in the project can ask it then, and applications ask for its name.")
    String wayAnswer();

    @Message("You administer the platform. Projects tune and ask the base models that you import.")
    String adminLead();

    @Message("To the base models")
    String toBaseModels();

    @Message("Newest entries of the record")
    String entries();

    @Message("No entries yet.")
    String noEntries();

    @Message("Search the record")
    String search();

    @Message(
            "This list could not be fetched; the part of the platform that holds it does not answer. The rest of the page is complete.")
    String unavailable();

    @Message("yours: somebody else decides")
    String own();

    @Message("Dataset")
    String dataset();

    @Message("Version")
    String version();

    @Message("version {number}")
    String versionNumber(Integer number);

    @Message("Rows")
    String rows();

    @Message("Set aside")
    String setAside();

    @Message("Created by")
    String uploadedBy();

    @Message("Created")
    String created();

    @Message("Sealed")
    String sealed();

    @Message("Adapter")
    String adapter();

    @Message("Base model")
    String baseModel();

    @Message("Purpose")
    String purpose();

    @Message("Owner")
    String owner();

    @Message("State")
    String state();

    @Message("Registered")
    String registered();
}
