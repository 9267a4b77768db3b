package io.inhouse.audit.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the log is doing.
 *
 * @param size entries in the published tree head
 * @param sequencer {@code starting}, {@code reading}, {@code retrying}, {@code broken}, {@code stopped}
 * @param trouble why it is not reading
 * @param held entries that wait for one that has not arrived
 * @param setAside messages that may not become entries; more than none means that somebody has to look
 * @param streams newest first
 */
public record LogStatus(
        String origin,
        long size,
        String sequencer,
        @Nullable String trouble,
        long held,
        long setAside,
        List<StreamStatus> streams) {}
