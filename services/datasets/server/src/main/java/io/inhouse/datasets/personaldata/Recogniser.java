package io.inhouse.datasets.personaldata;

import java.util.List;

/** Knows one type of personal data. Safe for use by many threads. */
interface Recogniser {
    /** Adds what it finds to {@code hits}; hits may overlap. */
    void find(FoldedText text, List<Hit> hits);
}
