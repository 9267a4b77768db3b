package io.inhouse.languagemodel.template;

/** What a name that was never set stands for: prints as nothing, is false and empty, and refuses everything else. */
record Undefined(String name) {}
