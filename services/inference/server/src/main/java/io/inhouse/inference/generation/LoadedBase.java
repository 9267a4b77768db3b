package io.inhouse.inference.generation;

import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.template.ChatTemplate;

/** A base model in memory, and how it wants to be talked to. */
record LoadedBase(LanguageModel model, ChatTemplate template) {}
