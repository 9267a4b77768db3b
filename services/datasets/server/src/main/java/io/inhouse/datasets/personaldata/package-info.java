/**
 * Finds personal data in text. Deterministic: patterns that run in linear time, checksums, and the words around a
 * number. Knows no Quarkus, no SQL and no HTTP.
 */
@NullMarked
package io.inhouse.datasets.personaldata;

import org.jspecify.annotations.NullMarked;
