package io.inhouse.audit.sequence;

/** A message of the topic, as it came. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Message(byte[] value) {}
