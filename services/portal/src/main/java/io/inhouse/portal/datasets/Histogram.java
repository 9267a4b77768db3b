package io.inhouse.portal.datasets;

import io.inhouse.tuning.client.rows.TrainerFigures;
import java.util.ArrayList;
import java.util.List;

/**
 * Bars of a picture that is {@link #WIDTH} by {@link #HEIGHT}; drawn on the server, so that it needs no script.
 *
 * @param longest the most tokens of any bar
 */
public record Histogram(List<Bar> bars, long longest) {
    public static final int WIDTH = 600;
    public static final int HEIGHT = 160;

    /** Coordinates of a bar from the left and the top, and what it stands for. */
    public record Bar(int x, int y, int width, int height, int from, int to, long rows) {}

    static Histogram of(TrainerFigures figures) {
        long most = figures.histogram().stream()
                .mapToLong(TrainerFigures.Bucket::rows)
                .max()
                .orElse(1);
        int count = Math.max(1, figures.histogram().size());
        List<Bar> bars = new ArrayList<>();
        for (TrainerFigures.Bucket bucket : figures.histogram()) {
            int left = bars.size() * WIDTH / count;
            int right = (bars.size() + 1) * WIDTH / count;
            // A single row among thousands can still be seen.
            int height = bucket.rows() == 0 ? 0 : (int) Math.max(2, bucket.rows() * HEIGHT / most);
            bars.add(new Bar(
                    left, HEIGHT - height, right - left - 2, height, bucket.from(), bucket.to(), bucket.rows()));
        }
        return new Histogram(bars, bars.isEmpty() ? 0 : bars.getLast().to());
    }
}
