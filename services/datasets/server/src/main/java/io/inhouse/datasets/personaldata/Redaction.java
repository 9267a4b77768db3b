package io.inhouse.datasets.personaldata;

import io.inhouse.datasets.client.PersonalDataAction;
import io.inhouse.datasets.client.PersonalDataType;
import java.text.Normalizer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Does with the hits of a text what was decided for their types; types without a decision are masked. */
public final class Redaction {
    private final Map<PersonalDataType, PersonalDataAction> actions = new EnumMap<>(PersonalDataType.class);
    private final Pseudonyms pseudonyms;

    public Redaction(Map<PersonalDataType, PersonalDataAction> decided, Pseudonyms pseudonyms) {
        for (PersonalDataType type : PersonalDataType.values()) {
            actions.put(type, PersonalDataAction.MASK);
        }
        actions.putAll(decided);
        this.pseudonyms = pseudonyms;
    }

    /** Masks every type, whatever a version keeps: for showing a row to a person. */
    public static Redaction maskingAll() {
        return new Redaction(Map.of(), (type, value) -> "[" + type + "]");
    }

    public Map<PersonalDataType, PersonalDataAction> actions() {
        return Map.copyOf(actions);
    }

    public PersonalDataAction action(PersonalDataType type) {
        return actions.getOrDefault(type, PersonalDataAction.MASK);
    }

    public boolean blocks(Hit hit) {
        return action(hit.type()) == PersonalDataAction.BLOCK;
    }

    /** @param hits of this text, in order, not overlapping */
    public String apply(String text, List<Hit> hits) {
        if (hits.isEmpty()) {
            return text;
        }
        StringBuilder redacted = new StringBuilder(text.length());
        int from = 0;
        for (Hit hit : hits) {
            String value = text.substring(hit.start(), hit.end());
            redacted.append(text, from, hit.start())
                    .append(
                            switch (action(hit.type())) {
                                case MASK, BLOCK -> "[" + hit.type() + "]";
                                case PSEUDONYM -> pseudonyms.of(hit.type(), normalForm(hit.type(), value));
                                case KEEP -> value;
                            });
            from = hit.end();
        }
        return redacted.append(text, from, text.length()).toString();
    }

    private static String normalForm(PersonalDataType type, String value) {
        String composed = Normalizer.normalize(value, Normalizer.Form.NFKC);
        return switch (type) {
            case EMAIL -> composed.toLowerCase(Locale.ROOT);
            case NAME -> composed.toLowerCase(Locale.ROOT).replaceAll("[\\s,.]+", " ");
            case PAYMENT_CARD, IBAN, AADHAAR, PAN, PHONE ->
                new FoldedText(composed)
                        .folded()
                        .replaceAll("[^0-9A-Za-z+]", "")
                        .toUpperCase(Locale.ROOT);
        };
    }
}
