package io.inhouse.training;

import java.util.Map;
import java.util.Optional;

/**
 * Notices that training runs away: a number that is not finite, an average loss above where it began, or gradients that
 * vanish although nothing is learnt (weights so large that every neuron is saturated). Losses of single batches vary, so an
 * exponential average over about ten steps is compared.
 */
final class LossWatch {
    private static final double KEPT = 0.9;
    private static final int SETTLED = 10;
    private static final double LEARNT = 0.5;
    private static final double VANISHED = 1e-7;

    private long seen;
    private double first;
    private double average;
    private double last;

    /** What is wrong after this step, if anything. */
    Optional<String> accept(double loss, double gradientNorm) {
        if (!Double.isFinite(loss) || !Double.isFinite(gradientNorm)) {
            return Optional.of("the loss is " + loss + " and the gradient's norm " + gradientNorm);
        }
        if (seen == 0) {
            first = loss;
            average = loss;
        }
        seen++;
        last = loss;
        average = KEPT * average + (1 - KEPT) * loss;
        if (loss > LEARNT && gradientNorm < VANISHED) {
            return Optional.of("the loss is %.2f, but the gradient's norm only %.1e".formatted(loss, gradientNorm));
        }
        if (seen >= SETTLED && average > ceiling()) {
            return Optional.of("the loss averages %.2f and began at %.2f".formatted(average, first));
        }
        return Optional.empty();
    }

    /** The last loss alone is finite and not above where training is given up. */
    boolean isCalm() {
        return last <= ceiling();
    }

    private double ceiling() {
        return 1.1 * first + 0.5;
    }

    double first() {
        return first;
    }

    double last() {
        return last;
    }

    Map<String, String> facts() {
        return Map.of(
                "loss.seen", Long.toString(seen),
                "loss.first", Double.toString(first),
                "loss.average", Double.toString(average),
                "loss.last", Double.toString(last));
    }

    static LossWatch restored(Map<String, String> facts) {
        LossWatch watch = new LossWatch();
        watch.seen = Long.parseLong(facts.getOrDefault("loss.seen", "0"));
        watch.first = Double.parseDouble(facts.getOrDefault("loss.first", "0"));
        watch.average = Double.parseDouble(facts.getOrDefault("loss.average", "0"));
        watch.last = Double.parseDouble(facts.getOrDefault("loss.last", "0"));
        return watch;
    }
}
