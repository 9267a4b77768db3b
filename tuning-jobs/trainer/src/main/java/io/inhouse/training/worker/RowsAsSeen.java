package io.inhouse.training.worker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.ModelOptions;
import io.inhouse.languagemodel.weights.UnusableModelException;
import io.inhouse.training.TrainingRefusedException;
import io.inhouse.training.TrainingRows;
import io.inhouse.training.rows.TokenRow;
import io.inhouse.tuning.client.rows.TrainerView;
import io.inhouse.tuning.client.rows.TrainerView.Piece;
import io.inhouse.tuning.client.rows.TrainerView.Window;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows and measures rows as a job would train on them: the same code makes the tokens and the loss mask, and nothing is
 * trained. Rows come as newline-delimited JSON; the answer is one JSON value.
 */
final class RowsAsSeen {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JobRows reader;
    private final LanguageModel model;

    private RowsAsSeen(JobRows reader, LanguageModel model) {
        this.reader = reader;
        this.model = model;
    }

    /** @param as {@code view}: the first row in full; {@code figures}: all rows, counted */
    static void answer(Path base, String as, InputStream rows, OutputStream answer) throws IOException {
        // The same fixed day as in a job: templates may write the date.
        JobRows reader = JobRows.forModel(base, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(rows, StandardCharsets.UTF_8));
                LanguageModel model = LanguageModel.open(base, new ModelOptions(1, false))) {
            RowsAsSeen seen = new RowsAsSeen(reader, model);
            Object value = as.equals("view") ? seen.view(String.valueOf(lines.readLine())) : seen.figures(lines);
            answer.write(JSON.writeValueAsBytes(value));
            answer.flush();
        } catch (UnusableModelException e) {
            answer.write(JSON.writeValueAsBytes(new TrainerView(0, List.of(), e.getMessage())));
            answer.flush();
        }
    }

    private List<TokenRow> tokens(String row) {
        return TrainingRows.tokens(model, reader.examples(List.of(row), "train"));
    }

    private Object figures(BufferedReader lines) throws IOException {
        TokenCounts counts = new TokenCounts(model.config().contextLength());
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                counts.add(tokens(line));
            } catch (TrainingRefusedException e) {
                counts.refused(String.valueOf(e.getMessage()));
            }
        }
        return counts.figures();
    }

    private TrainerView view(String row) {
        int context = model.config().contextLength();
        try {
            return new TrainerView(
                    context, tokens(row).stream().map(this::window).toList(), null);
        } catch (TrainingRefusedException e) {
            return new TrainerView(context, List.of(), e.getMessage());
        }
    }

    /** Made of the token ids and the mask alone, so that it cannot show anything else than what is trained on. */
    private Window window(TokenRow row) {
        List<String> texts = model.tokenizer().pieces(row.ids());
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            boolean learned = i >= row.promptLength();
            boolean control = model.tokenizer().isControl(row.ids()[i]);
            Piece before = pieces.isEmpty() ? null : pieces.getLast();
            if (before != null && !control && !before.control() && before.learned() == learned) {
                pieces.removeLast();
                pieces.add(new Piece(before.text() + texts.get(i), before.tokens() + 1, learned, false));
            } else {
                pieces.add(new Piece(texts.get(i), 1, learned, control));
            }
        }
        return new Window(pieces, row.ids().length, row.learned());
    }
}
