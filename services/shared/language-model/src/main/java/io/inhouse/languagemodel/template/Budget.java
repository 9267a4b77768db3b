package io.inhouse.languagemodel.template;

/** Keeps a template from running away: counts steps, bounds every value's size, and the depth of macro calls. */
final class Budget {
    private static final long STEPS = 5_000_000;
    private static final long LARGEST = 16_000_000;
    private static final int DEEPEST = 64;

    private long steps;
    private int depth;

    /** Counts one step. */
    void step() {
        spend(1);
    }

    /** Call before making a text or list of this many characters or items; large ones count for more steps. */
    void size(long size) {
        if (size < 0 || size > LARGEST) {
            throw new TemplateException(
                    "chat template: a value has more than " + LARGEST + " characters or items", false);
        }
        spend(1 + size / 64);
    }

    private void spend(long n) {
        steps += n;
        if (steps > STEPS) {
            throw new TemplateException("chat template: took more than " + STEPS + " steps", false);
        }
    }

    void enterMacro() {
        if (++depth > DEEPEST) {
            throw new TemplateException(
                    "chat template: macros called each other more than " + DEEPEST + " deep", false);
        }
    }

    void leaveMacro() {
        depth--;
    }
}
