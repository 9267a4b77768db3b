package io.inhouse.languagemodel.template;

/** Python's None, which is a value; {@code null} is none of ours. */
enum None {
    NONE
}
