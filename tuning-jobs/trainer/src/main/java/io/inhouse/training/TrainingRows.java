package io.inhouse.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.family.ModelConfig;
import io.inhouse.training.rows.TokenRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads rows and turns them into token ids; refuses what cannot be learnt from, naming the row. */
public final class TrainingRows {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int NAMED = 5;

    private TrainingRows() {}

    /**
     * A file of lines {@code {"prompt": "…", "completion": "…"}} in UTF-8; empty lines are skipped.
     *
     * @throws TrainingRefusedException naming the line that is no such object
     */
    public static List<TrainingRow> read(Path jsonl) throws IOException {
        List<TrainingRow> rows = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(jsonl, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    rows.add(row(line, number));
                }
            }
        } catch (CharacterCodingException e) {
            throw new TrainingRefusedException(jsonl.getFileName() + " is not UTF-8", e);
        }
        return rows;
    }

    private static TrainingRow row(String line, int number) {
        try {
            JsonNode row = JSON.readTree(line);
            return new TrainingRow(text(row, "prompt", number), text(row, "completion", number));
        } catch (JsonProcessingException e) {
            throw new TrainingRefusedException("line " + number + " is not JSON", e);
        }
    }

    private static String text(JsonNode row, String member, int number) {
        if (!row.path(member).isTextual()) {
            throw new TrainingRefusedException(
                    "line " + number + " has no text \"" + member + "\"; every row needs prompt and completion");
        }
        return row.path(member).textValue();
    }

    /**
     * Begin-of-text, prompt, completion, end-of-text.
     *
     * @throws TrainingRefusedException naming the first row (counted from 1) that is empty, has no completion, or would have
     *     no token with loss; or saying how many rows exceed the context, and which are the first
     */
    static List<TokenRow> tokens(LanguageModel model, List<TrainingRow> rows) {
        ModelConfig config = model.config();
        if (rows.isEmpty()) {
            throw new TrainingRefusedException("there are no rows to train on");
        }
        if (config.endOfText().isEmpty()) {
            throw new TrainingRefusedException(
                    "the base model names no end-of-text token (eos_token_id): it could not learn to stop");
        }
        List<TokenRow> result = new ArrayList<>();
        TooLong tooLong = new TooLong("rows to train on", config.contextLength());
        for (int i = 0; i < rows.size(); i++) {
            TrainingRow row = rows.get(i);
            if (row.completion().isBlank()) {
                throw new TrainingRefusedException("row " + (i + 1) + " has an empty completion");
            }
            int[] prompt = model.promptIds(row.prompt());
            int[] completion = model.tokenizer().encode(row.completion());
            if (prompt.length == 0) {
                throw new TrainingRefusedException("row " + (i + 1) + " has an empty prompt");
            }
            if (completion.length == 0) {
                throw new TrainingRefusedException(
                        "row " + (i + 1) + " has no token with loss: its completion has no tokens");
            }
            int length = prompt.length + completion.length + 1;
            if (tooLong.notes(i, prompt.length, completion.length)) {
                continue;
            }
            int[] ids = Arrays.copyOf(prompt, length);
            System.arraycopy(completion, 0, ids, prompt.length, completion.length);
            ids[length - 1] = config.endOfText().getFirst();
            result.add(new TokenRow(ids, prompt.length));
        }
        tooLong.refuse(rows.size());
        return result;
    }

    /**
     * @throws TrainingRefusedException saying how many held-out rows exceed the context with the completion they ask for:
     *     the model could not give it
     */
    public static void requireRoom(LanguageModel model, List<TrainingRow> heldOut) {
        TooLong tooLong = new TooLong("held-out rows", model.config().contextLength());
        for (int i = 0; i < heldOut.size(); i++) {
            TrainingRow row = heldOut.get(i);
            tooLong.notes(
                    i, model.promptIds(row.prompt()).length, model.tokenizer().encode(row.completion()).length);
        }
        tooLong.refuse(heldOut.size());
    }

    /** Rows that do not fit into the context; all are counted, so that one look tells what a dataset needs. */
    private static final class TooLong {
        private final String what;
        private final int context;
        private final List<String> first = new ArrayList<>();
        private int count;

        TooLong(String what, int context) {
            this.what = what;
            this.context = context;
        }

        boolean notes(int index, int prompt, int completion) {
            int length = prompt + completion + 1;
            if (length <= context) {
                return false;
            }
            count++;
            if (first.size() < NAMED) {
                first.add("row " + (index + 1) + " has " + length + " (prompt " + prompt + ", completion " + completion
                        + ", end 1)");
            }
            return true;
        }

        void refuse(int of) {
            if (count > 0) {
                throw new TrainingRefusedException(
                        count + " of " + of + " " + what
                                + " have more tokens than the model's context holds, which is " + context + ": "
                                + String.join("; ", first) + (count > first.size() ? "; and others" : "")
                                + ". Shorten them or leave them out in a new version of the dataset, or choose a base model with a longer context");
            }
        }
    }
}
