package io.inhouse.portal.datasets;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the pages about datasets as such: the list, the form, what a dataset says about itself. */
@MessageBundle("catalogue")
public interface CatalogueWords {
    @Message("Datasets")
    String list();

    @Message(
            "What models of this project may learn from. Each dataset says what it may be used for; each version of it is looked at by a second person before anything is trained on it.")
    String listLead();

    @Message("No dataset yet.")
    String noDatasets();

    @Message("New dataset")
    String create();

    @Message("Change")
    String change();

    @Message("Change {name}")
    String changeTitle(String name);

    @Message("Name")
    String name();

    @Message("Description")
    String description();

    @Message("Purposes")
    String purposes();

    @Message(
            "In the words that tuning jobs and applications declare: lower-case letters, digits and . _ - only, several separated by commas. For example customer-service.")
    String purposesHint();

    @Message("Legal basis")
    String legalBasis();

    @Message("For example GDPR Art. 6(1)(f), or the contract.")
    String legalBasisHint();

    @Message("Consent batch")
    String consentBatch();

    @Message("If the data rests on consents: where they are filed, in your own numbering.")
    String consentBatchHint();

    @Message("Licence")
    String licence();

    @Message("For example internal, or CC-BY-4.0.")
    String licenceHint();

    @Message("Kept for")
    String keepFor();

    @Message("Unit")
    String unit();

    @Message("years")
    String years();

    @Message("months")
    String months();

    @Message("days")
    String days();

    @Message("How the data was made and examined")
    String governance();

    @Message(
            "The eight points of data governance in Article 10(2) of the EU AI Act. They can be filled in later; approval shows which are missing.")
    String governanceHint();

    @Message("{n} of 8 points are not stated.")
    String governanceMissing(String n);

    @Message("(a) Design choices")
    String designChoices();

    @Message("Why this data, and why in this form?")
    String designChoicesHint();

    @Message("(b) Collection and origin")
    String origin();

    @Message("Where does it come from? For personal data: what was it first collected for?")
    String originHint();

    @Message("(c) Preparation")
    String preparation();

    @Message("What was annotated, labelled, cleaned, enriched or aggregated, and how?")
    String preparationHint();

    @Message("(d) Assumptions")
    String assumptions();

    @Message("What is the data supposed to measure and to represent?")
    String assumptionsHint();

    @Message("(e) Availability, quantity, suitability")
    String suitability();

    @Message("Is there enough of it, and does it suit?")
    String suitabilityHint();

    @Message("(f) Examination for biases")
    String biasExamination();

    @Message("Which biases were looked for, and what was found?")
    String biasExaminationHint();

    @Message("(g) Measures against biases")
    String biasMitigation();

    @Message("How are they detected, prevented and reduced?")
    String biasMitigationHint();

    @Message("(h) Gaps")
    String gaps();

    @Message("What is missing, and how is that dealt with?")
    String gapsHint();

    @Message("Save")
    String save();

    @Message("Nothing was saved")
    String notSaved();

    @Message("Saved")
    String saved();

    @Message("The terms hold for every version that is approved from now on.")
    String savedText();

    @Message("Versions")
    String versions();

    @Message("No version yet. A version is filled with rows, sealed and then approved by somebody else.")
    String noVersions();

    @Message("New version")
    String newVersion();

    @Message("An empty draft, into which you bring rows.")
    String newVersionText();

    @Message("Share of the rows that is held out for evaluation, in percent")
    String heldOut();

    @Message("The model never trains on them. 10 is usual; 0 if you bring test rows in a file of their own.")
    String heldOutHint();

    @Message("Create version")
    String createVersion();

    @Message("What it may be used for")
    String terms();

    @Message(
            "Purposes, legal basis, licence and how long it is kept can be filled in later, but nobody can approve a version without them.")
    String termsHint();

    @Message("Created by")
    String createdBy();

    @Message("Created")
    String created();

    @Message("State")
    String state();

    @Message("A number could not be read")
    String badNumber();

    @Message("Write whole numbers. Nothing was saved.")
    String badNumberText();
}
