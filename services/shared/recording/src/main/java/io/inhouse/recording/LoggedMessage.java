package io.inhouse.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Says that a stream's entries up to {@code seq} are in a published tree head: one message of the topic {@value #TOPIC},
 * key = stream. The topic is compacted: the last message of each stream is kept.
 *
 * @param seq the last number that is logged
 * @param size of the tree that holds it
 */
public record LoggedMessage(String stream, long seq, long size) {
    public static final String TOPIC = "audit.logged";

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    public byte[] encode() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text and numbers can always be written", e);
        }
    }

    /** @throws IllegalArgumentException saying what is wrong */
    public static LoggedMessage parse(byte[] json) {
        try {
            return JSON.readValue(json, LoggedMessage.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a message about logged entries: " + e.getMessage(), e);
        }
    }
}
