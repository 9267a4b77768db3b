package io.inhouse.local.progress;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where the launcher's words go: the only class here that writes to standard output. */
public final class Terminal {
    private final PrintStream out;
    private final boolean interactive;

    public Terminal(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    /** Standard output; ./inhouse knows whether a person sees it, Java cannot tell it from a redirected input. */
    public static Terminal standard() {
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        return new Terminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("inhouse.terminal") && !dumb);
    }

    public PrintStream out() {
        return out;
    }

    public boolean isInteractive() {
        return interactive;
    }

    public void println(String text) {
        out.println(text);
    }
}
