package io.inhouse.local.parts;

import io.inhouse.local.processes.Command;
import io.inhouse.local.processes.ProcessTable;
import io.inhouse.local.processes.Processes;
import io.inhouse.local.progress.Line;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One process of the platform. */
public interface Part {
    /** As in {@code logs <part>}, the log file and the port table. */
    String name();

    /** Names of the parts (or preparations) that must be there first. */
    List<String> needs();

    /** Ports it listens on, the one people care about first. */
    List<Integer> ports();

    /** Makes everything ready that the process needs. Called at every start. */
    default void prepare(Line line) throws IOException {}

    /** How it is started. A running process that was started otherwise is out of date. */
    Command command() throws IOException;

    /** Whether it answers as it should. Must return within a few seconds. */
    boolean isReady();

    /** Called once it is ready, at every start. */
    default void afterStart(Line line) throws IOException {}

    /** Whether this process is this part of this very platform. */
    boolean recognises(ProcessTable.Entry entry);

    /** How it is asked to end in good order. */
    default Processes.Signal politeSignal() {
        return Processes.Signal.TERM;
    }

    /** How long it may take to end. */
    default Duration grace() {
        return Duration.ofSeconds(20);
    }

    /** How long it may take to become ready on a slow, busy machine. */
    default Duration patience() {
        return Duration.ofMinutes(4);
    }
}
