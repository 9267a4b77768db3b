package io.inhouse.languagemodel.family;

/** Models that share the value of {@code model_type} and thereby an architecture. */
interface Family {
    /** The value of {@code model_type} in config.json. */
    String modelType();

    /**
     * @throws io.inhouse.languagemodel.weights.UnusableModelException if the file asks for something we would compute wrongly
     */
    ModelConfig describe(ConfigFile config);
}
