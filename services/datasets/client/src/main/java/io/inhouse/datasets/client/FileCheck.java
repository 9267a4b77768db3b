package io.inhouse.datasets.client;

import java.util.List;
import java.util.Map;

/**
 * What would become of a staged file if its rows were taken in now. Nothing is kept of it.
 *
 * @param columns headings of a table; empty for other kinds
 * @param lookedAt how many rows were read
 * @param complete whether that was the whole file
 * @param findings personal data in the rows looked at, by type
 * @param setAside the first rows that could not be used
 * @param samples the first rows with personal data, then other rows, few of each
 */
public record FileCheck(
        List<String> columns,
        long lookedAt,
        boolean complete,
        long usable,
        long setAsideRows,
        Map<PersonalDataType, Long> findings,
        List<SetAsideRow> setAside,
        List<MarkedRow> samples) {}
