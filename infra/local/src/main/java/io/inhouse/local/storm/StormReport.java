package io.inhouse.local.storm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a storm did and what it found.
 *
 * @param rounds of faults, besides one without Kafka
 * @param acknowledged actions that the platform said it had done
 * @param lost of these, how many the log does not know
 * @param duplicated of these, how many the log knows more than once
 * @param jobs that ended with an adapter
 * @param entries in the log at the end
 * @param treeHeads that were seen, and found to be of this log
 * @param perRound what each round did, the one without Kafka first
 * @param leftovers files without an owner, by their names in the home
 * @param wrongs everything that no fault excuses; empty if all is well
 */
public record StormReport(
        int rounds,
        long seed,
        int acknowledged,
        int lost,
        int duplicated,
        int jobs,
        int entries,
        int treeHeads,
        List<Round> perRound,
        List<String> leftovers,
        List<String> wrongs) {
    /**
     * One round; the counts are of the whole storm until its end.
     *
     * @param recoverSeconds from the end of the last fault until every kind of action succeeds again
     */
    public record Round(
            int number, List<String> faults, double recoverSeconds, int acknowledged, int lost, int duplicated) {
        public Round {
            faults = List.copyOf(faults);
        }
    }

    public StormReport {
        perRound = List.copyOf(perRound);
        leftovers = List.copyOf(leftovers);
        wrongs = List.copyOf(wrongs);
    }

    public boolean isCalm() {
        return lost == 0 && duplicated == 0 && wrongs.isEmpty();
    }

    /** Every fault, in the order in which they struck. */
    public List<String> faults() {
        return perRound.stream().flatMap(round -> round.faults().stream()).toList();
    }

    /** How often each struck. */
    public SortedMap<String, Integer> faultsByKind() {
        SortedMap<String, Integer> kinds = new TreeMap<>();
        faults().forEach(fault -> kinds.merge(fault, 1, Integer::sum));
        return kinds;
    }

    public double recoverMedian() {
        List<Double> sorted =
                perRound.stream().map(Round::recoverSeconds).sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    public double recoverWorst() {
        return perRound.stream().mapToDouble(Round::recoverSeconds).max().orElse(0);
    }

    /** Writes one JSON object; the file appears whole or not at all. */
    public void write(Path file) throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("acknowledged", acknowledged);
        json.put("lost", lost);
        json.put("duplicated", duplicated);
        json.put("recover_median_s", tenths(recoverMedian()));
        json.put("recover_worst_s", tenths(recoverWorst()));
        json.put("rounds", rounds);
        json.put("seed", seed);
        json.put("jobs", jobs);
        json.put("audit_entries", entries);
        json.put("tree_heads", treeHeads);
        json.put("faults", faults().size());
        json.put("leftover_files", leftovers.size());
        json.put("wrongs", String.join("\n", wrongs));
        ObjectNode byKind = json.putObject("faults_by_kind");
        faultsByKind().forEach(byKind::put);
        ArrayNode each = json.putArray("per_round");
        for (Round round : perRound) {
            each.addObject()
                    .put("round", round.number())
                    .put("faults", String.join(", ", round.faults()))
                    .put("recover_s", tenths(round.recoverSeconds()))
                    .put("acknowledged", round.acknowledged())
                    .put("lost", round.lost())
                    .put("duplicated", round.duplicated());
        }
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.writeString(part, json.toPrettyString() + System.lineSeparator());
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static double tenths(double seconds) {
        return Math.round(10 * seconds) / 10.0;
    }
}
