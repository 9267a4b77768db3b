package io.inhouse.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.family.ModelConfig;
import io.inhouse.training.rows.TextWindows;
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
import java.util.OptionalInt;

/** Reads rows and turns them into token ids; refuses what cannot be learnt from, naming the row. */
public final class TrainingRows {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int NAMED = 5;

    private TrainingRows() {}

    /**
     * A file of lines {@code {"prompt": "…", "completion": "…"}} or {@code {"text": "…"}} in UTF-8; empty lines are skipped.
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
            return row.path("text").isTextual() && row.size() == 1
                    ? new TrainingRow.Text(row.get("text").textValue())
                    : new TrainingRow.Pair(text(row, "prompt", number), text(row, "completion", number));
        } catch (JsonProcessingException e) {
            throw new TrainingRefusedException("line " + number + " is not JSON", e);
        }
    }

    private static String text(JsonNode row, String member, int number) {
        if (!row.path(member).isTextual()) {
            throw new TrainingRefusedException("line " + number + " has no text \"" + member
                    + "\"; every row needs prompt and completion, or text alone");
        }
        return row.path(member).textValue();
    }

    /**
     * Begin-of-text, prompt, completion, end-of-text; texts in as many windows as they need, see {@link TextWindows}.
     *
     * @throws TrainingRefusedException naming the first row (counted from 1) that is empty, has no completion, or would have
     *     no token with loss; or saying how many pairs exceed the context, and which are the first
     */
    public static List<TokenRow> tokens(LanguageModel model, List<? extends TrainingRow> rows) {
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
            switch (rows.get(i)) {
                case TrainingRow.Text text -> result.addAll(windows(model, text, i + 1));
                case TrainingRow.Pair pair -> {
                    int[] prompt = model.promptIds(pair.prompt());
                    int[] completion = model.tokenizer().encode(pair.completion());
                    requireSomethingToLearn(pair, prompt, completion, i + 1);
                    if (!tooLong.notes(i, prompt.length, completion.length)) {
                        result.add(new TokenRow(ended(prompt, completion, config), prompt.length));
                    }
                }
            }
        }
        tooLong.refuse(rows.size());
        return result;
    }

    private static void requireSomethingToLearn(TrainingRow.Pair row, int[] prompt, int[] completion, int number) {
        if (row.completion().isBlank()) {
            throw new TrainingRefusedException("row " + number + " has an empty completion");
        }
        if (prompt.length == 0) {
            throw new TrainingRefusedException("row " + number + " has an empty prompt");
        }
        if (completion.length == 0) {
            throw new TrainingRefusedException(
                    "row " + number + " has no token with loss: its completion has no tokens");
        }
    }

    /** Control tokens that somebody wrote out are letters of the text. */
    private static List<TokenRow> windows(LanguageModel model, TrainingRow.Text row, int number) {
        int[] text = model.tokenizer().encode(model.tokenizer().literal().text(row.text()));
        if (row.text().isBlank() || text.length == 0) {
            throw new TrainingRefusedException("row " + number + " has an empty text");
        }
        OptionalInt beginOfText = model.config().beginOfText();
        int[] begin = beginOfText.isPresent() ? new int[] {beginOfText.getAsInt()} : new int[0];
        return TextWindows.of(ended(begin, text, model.config()), model.config().contextLength());
    }

    private static int[] ended(int[] first, int[] second, ModelConfig config) {
        int[] ids = Arrays.copyOf(first, first.length + second.length + 1);
        System.arraycopy(second, 0, ids, first.length, second.length);
        ids[ids.length - 1] = config.endOfText().getFirst();
        return ids;
    }

    /**
     * @throws TrainingRefusedException saying how many held-out rows exceed the context with the completion they ask for:
     *     the model could not give it
     */
    public static void requireRoom(LanguageModel model, List<TrainingRow> heldOut) {
        TooLong tooLong = new TooLong("held-out rows", model.config().contextLength());
        for (int i = 0; i < heldOut.size(); i++) {
            if (heldOut.get(i) instanceof TrainingRow.Pair(String prompt, String completion)) {
                tooLong.notes(
                        i, model.promptIds(prompt).length, model.tokenizer().encode(completion).length);
            }
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
