package io.inhouse.verify;

import java.util.List;

/**
 * What was checked, in words.
 *
 * @param facts what the bundle is
 * @param passed what was checked and holds
 * @param open what is not proven, and what would prove it
 * @param problems what does not hold; empty unless not verified or unreadable
 */
public record Report(
        Verdict verdict, List<String> facts, List<String> passed, List<String> open, List<String> problems) {
    public Report {
        facts = List.copyOf(facts);
        passed = List.copyOf(passed);
        open = List.copyOf(open);
        problems = List.copyOf(problems);
    }

    static Report unreadable(String why) {
        return new Report(Verdict.UNREADABLE, List.of(), List.of(), List.of(), List.of(why));
    }

    /** The report as a person reads it; ends with a newline. */
    public String text() {
        StringBuilder text = new StringBuilder();
        facts.forEach(fact -> text.append(fact).append('\n'));
        passed.forEach(line -> text.append("  ok     ").append(line).append('\n'));
        open.forEach(line -> text.append("  open   ").append(line).append('\n'));
        problems.forEach(line -> text.append("  WRONG  ").append(line).append('\n'));
        text.append(
                switch (verdict) {
                    case VERIFIED -> "VERIFIED: this is what the log signed, whole and unchanged.";
                    case NOT_VERIFIED -> "NOT VERIFIED: do not rely on this bundle.";
                    case UNREADABLE -> "NOT READABLE as an audit bundle; nothing was verified.";
                    case KEY_NOT_PINNED ->
                        "CONSISTENT, BUT THE KEY IS NOT PINNED: everything fits the key inside the bundle. Whoever"
                                + " made the bundle could have made that key. Get the log's key on another way and give it with"
                                + " --key.";
                });
        return text.append('\n').toString();
    }
}
