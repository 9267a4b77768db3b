package io.inhouse.datasets.client;

/** What the platform recognises as personal data. The names are part of the public API and of masks such as {@code [EMAIL]}. */
public enum PersonalDataType {
    /** Payment card number: issuer range and Luhn check digit. */
    PAYMENT_CARD,
    /** International bank account number, ISO 13616: length of its country and mod 97. */
    IBAN,
    /** India's resident number: twelve digits with a Verhoeff check digit. */
    AADHAAR,
    /** India's permanent account number of the tax office: a pattern, its check letter is not public. */
    PAN,
    EMAIL,
    /** A telephone number that exists in its country's numbering plan. */
    PHONE,
    /** A person's name from the organisation's own list. */
    NAME
}
