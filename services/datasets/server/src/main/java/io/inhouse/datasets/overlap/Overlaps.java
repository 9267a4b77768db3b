package io.inhouse.datasets.overlap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.NearDuplicate;
import io.inhouse.datasets.client.NearDuplicate.Place;
import io.inhouse.datasets.encryption.RowSealer;
import io.inhouse.datasets.reading.StoredRows;
import io.inhouse.datasets.reading.StoredRows.Position;
import io.inhouse.datasets.reading.StoredRows.StoredRow;
import io.inhouse.datasets.rows.Row;
import io.inhouse.datasets.seal.Split;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Compares held-out with training rows by what the model is asked, after masking: that is what it sees. The same question on
 * both sides is refused; nearly the same ones are listed, because whether they are one question only a person can say.
 */
@ApplicationScoped
public class Overlaps {
    private static final int ROWS_AT_ONCE = 500;
    private static final int NAMED = 100;
    private static final int IN_THE_MESSAGE = 5;
    /** Their places and hashes are in memory while training rows are compared with them. */
    private static final int MOST_HELD_OUT = 200_000;

    /** 32 MB. */
    private static final int MOST_SHINGLES = 4_000_000;

    private static final Comparator<NearDuplicate> MOST_SIMILAR_FIRST = Comparator.comparingDouble(
                    NearDuplicate::similarity)
            .reversed()
            .thenComparing(n -> n.heldOut().upload())
            .thenComparingLong(n -> n.heldOut().line())
            .thenComparing(n -> n.training().upload())
            .thenComparingLong(n -> n.training().line());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StoredRows rows;
    private final RowSealer sealer;

    Overlaps(StoredRows rows, RowSealer sealer) {
        this.rows = rows;
        this.sealer = sealer;
    }

    /**
     * For whoever wants to seal the version.
     *
     * @throws PlatformException {@code UNPROCESSABLE} if a question is on both sides, and names the first such rows; or if too
     *     many are held out
     */
    public Overlap requireDisjoint(DatasetVersion version) {
        Overlap overlap = of(version);
        if (overlap.sameCount() == 0) {
            return overlap;
        }
        List<String> first = overlap.same().stream()
                .limit(IN_THE_MESSAGE)
                .map(pair -> "line " + pair.heldOut().line() + " of "
                        + pair.heldOut().upload() + " (training: line "
                        + pair.training().line() + " of " + pair.training().upload() + ")")
                .toList();
        throw new PlatformException(
                Failure.UNPROCESSABLE,
                overlap.sameCount() + " of " + version.testRows()
                        + " held-out rows ask what a training row asks too, so the evaluation would not be one: "
                        + String.join("; ", first)
                        + (overlap.sameCount() > first.size() ? "; and others" : "")
                        + ". Make a new version and upload these rows into one of the two splits only, or let split=auto decide.",
                Map.of("heldOutRowsAlsoTrainedOn", overlap.sameCount(), "overlap", overlap.same()));
    }

    /**
     * Reads every row twice at most, in pages; keeps only hashes of the held-out ones.
     *
     * @throws PlatformException {@code UNPROCESSABLE} if too many rows are held out
     */
    public Overlap of(DatasetVersion version) {
        long all = version.trainRows() + version.testRows();
        if (version.testRows() == 0 || version.trainRows() == 0) {
            return Overlap.none(all);
        }
        if (version.testRows() > MOST_HELD_OUT) {
            throw new PlatformException(
                    Failure.UNPROCESSABLE,
                    "The version holds out " + version.testRows() + " rows; at most " + MOST_HELD_OUT
                            + " can be compared with its training rows, and so many are enough for any evaluation."
                            + " Make a new version that holds out fewer.",
                    Map.of("heldOutRows", version.testRows(), "most", MOST_HELD_OUT));
        }
        HeldOutQuestions questions = new HeldOutQuestions(MOST_SHINGLES);
        List<Place> places = new ArrayList<>();
        each(version, Split.TEST, (place, question) -> {
            questions.add(question);
            places.add(place);
        });
        Map<Integer, Place> same = new TreeMap<>();
        List<NearDuplicate> near = new ArrayList<>();
        Set<Integer> nearHeldOut = new HashSet<>();
        long[] training = new long[1];
        each(version, Split.TRAIN, (place, question) -> {
            training[0]++;
            questions.same(question).forEach(heldOut -> same.putIfAbsent(heldOut, place));
            for (HeldOutQuestions.Match match : questions.near(question)) {
                nearHeldOut.add(match.heldOut());
                near.add(new NearDuplicate(
                        places.get(match.heldOut()), place, Math.floor(match.similarity() * 100) / 100));
            }
            if (near.size() > 10 * NAMED) {
                shorten(near);
            }
        });
        shorten(near);
        List<Overlap.Pair> named = same.entrySet().stream()
                .limit(NAMED)
                .map(pair -> new Overlap.Pair(places.get(pair.getKey()), pair.getValue()))
                .toList();
        return new Overlap(training[0] + questions.size(), named, same.size(), List.copyOf(near), nearHeldOut.size());
    }

    private static void shorten(List<NearDuplicate> near) {
        near.sort(MOST_SIMILAR_FIRST);
        if (near.size() > NAMED) {
            near.subList(NAMED, near.size()).clear();
        }
    }

    private void each(DatasetVersion version, Split split, BiConsumer<Place, String> reader) {
        Position position = Position.START;
        while (true) {
            List<StoredRow> page = rows.after(version.id(), split, position, ROWS_AT_ONCE);
            for (StoredRow row : page) {
                byte[] json =
                        sealer.open(row.sealed(), row.upload(), row.position().ordinal());
                reader.accept(new Place(row.upload(), row.line()), question(json));
            }
            if (page.size() < ROWS_AT_ONCE) {
                return;
            }
            position = page.getLast().position();
        }
    }

    private static String question(byte[] stored) {
        JsonNode json;
        try {
            json = JSON.readTree(stored);
        } catch (IOException e) {
            throw new IllegalStateException("a stored row is not JSON", e);
        }
        if (!json.has("messages")) {
            return json.path(json.has("text") ? "text" : "prompt").asText();
        }
        List<Row.Message> messages = new ArrayList<>();
        json.get("messages")
                .forEach(m -> messages.add(new Row.Message(
                        m.path("role").asText(), m.path("content").asText())));
        return new Row.Conversation(messages, null).question();
    }
}
