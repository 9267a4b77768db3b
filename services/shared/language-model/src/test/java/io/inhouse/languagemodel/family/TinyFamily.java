package io.inhouse.languagemodel.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.languagemodel.Golden;
import io.inhouse.languagemodel.decoder.Decoder;
import io.inhouse.languagemodel.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.StreamSupport;

/** A tiny random model of a family and what make_golden.py wrote beside it. */
record TinyFamily(Path directory, JsonNode golden) {
    static TinyFamily of(String modelType) throws IOException {
        Path directory = Path.of("src", "test", "resources", "golden", "families", modelType);
        return new TinyFamily(
                directory,
                JsonMapper.builder()
                        .build()
                        .readTree(directory.resolve("golden.json").toFile()));
    }

    Decoder open() {
        return Decoder.open(directory, 1, true);
    }

    long[] prompt() {
        return longs("prompt");
    }

    long[] greedy() {
        return longs("greedy");
    }

    private long[] longs(String name) {
        return StreamSupport.stream(golden.path(name).spliterator(), false)
                .mapToLong(JsonNode::longValue)
                .toArray();
    }

    /** All logits of tokens that are read at once, [tokens, vocabulary]. */
    static float[] logits(Decoder decoder, long[] ids) {
        try (Decoder.Sequence sequence = decoder.start(1, ids.length);
                TensorScope scope = new TensorScope()) {
            return sequence.logits(scope, ids, true).toFloats();
        }
    }

    /** Largest difference to the reference at its positions, as a share of the largest logit. */
    double error(float[] logits) {
        return Golden.relativeError(golden, logits);
    }

    static double difference(float[] expected, float[] found) {
        double largest = 0;
        double error = expected.length == found.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(expected.length, found.length); i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            error = Math.max(error, Math.abs(expected[i] - found[i]));
        }
        return error / largest;
    }
}
