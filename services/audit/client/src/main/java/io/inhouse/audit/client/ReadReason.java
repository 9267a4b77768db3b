package io.inhouse.audit.client;

/**
 * Why a content is opened.
 *
 * @param reason becomes part of the record
 */
public record ReadReason(String reason) {}
