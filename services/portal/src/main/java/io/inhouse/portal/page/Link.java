package io.inhouse.portal.page;

/**
 * A link of the navigation.
 *
 * @param current it leads to the section in which the visitor is
 */
public record Link(String address, String text, boolean current) {}
