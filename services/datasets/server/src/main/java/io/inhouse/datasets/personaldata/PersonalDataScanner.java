package io.inhouse.datasets.personaldata;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Finds personal data with all recognisers. The same text, version and list of names give the same hits on every machine.
 * Safe for use by many threads.
 */
public final class PersonalDataScanner {
    /** Grows with every change that can change a hit. */
    private static final int RULES = 1;

    private static final Comparator<Hit> BEST_FIRST = Comparator.comparingDouble(Hit::score)
            .reversed()
            .thenComparing(Comparator.comparingInt((Hit hit) -> hit.end() - hit.start())
                    .reversed())
            .thenComparingInt(Hit::start)
            .thenComparing(Hit::type);

    private final List<Recogniser> recognisers;
    private final String version;

    /**
     * @param phoneRegions ISO 3166 codes of countries whose national telephone numbers are recognised
     * @param names persons to look for
     * @param namesRevision which list that is; part of the version string
     */
    public PersonalDataScanner(List<String> phoneRegions, Collection<String> names, int namesRevision) {
        recognisers = List.of(
                new EmailAddresses(),
                new Ibans(),
                new PaymentCards(),
                new AadhaarNumbers(),
                new PanNumbers(),
                new PhoneNumbers(phoneRegions),
                new ListedNames(names));
        version = "inhouse-rules-" + RULES + "; phone " + String.join(",", phoneRegions) + "; names revision "
                + namesRevision + " (" + names.size() + ")";
    }

    /** What exactly looked, for example {@code inhouse-rules-1; phone DE,GB,IN; names revision 2 (60)}. */
    public String version() {
        return version;
    }

    /** The hits in order of their places; they do not overlap. */
    public List<Hit> scan(String text) {
        FoldedText folded = new FoldedText(text);
        List<Hit> candidates = new ArrayList<>();
        for (Recogniser recogniser : recognisers) {
            recogniser.find(folded, candidates);
        }
        if (candidates.size() < 2) {
            return candidates;
        }
        candidates.sort(BEST_FIRST);
        // A long text can hold thousands of hits: a taken hit is found again by bits of the text, not by comparing
        // pairs.
        BitSet taken = new BitSet(text.length());
        List<Hit> hits = new ArrayList<>();
        for (Hit candidate : candidates) {
            int next = taken.nextSetBit(candidate.start());
            if (next < 0 || next >= candidate.end()) {
                taken.set(candidate.start(), candidate.end());
                hits.add(candidate);
            }
        }
        hits.sort(Comparator.comparingInt(Hit::start));
        return hits;
    }
}
