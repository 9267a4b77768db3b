package io.inhouse.local.platform;

import io.inhouse.local.progress.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Work with an order: each task begins as soon as what it needs is done, side by side with the others. */
final class Tasks {
    private final Map<String, CompletableFuture<String>> results = new LinkedHashMap<>();
    private final List<Task> tasks = new ArrayList<>();

    /** What a task does; the text says how it ended. */
    interface Work {
        String run(Progress.Task line) throws IOException;
    }

    private record Task(String name, List<String> needs, Work work) {}

    /** Needs must have been added before. */
    void add(String name, List<String> needs, Work work) {
        for (String need : needs) {
            if (!results.containsKey(need)) {
                throw new IllegalArgumentException(name + " needs " + need + ", which is not there");
            }
        }
        tasks.add(new Task(name, needs, work));
        results.put(name, new CompletableFuture<>());
    }

    /**
     * Runs everything.
     *
     * @throws IOException if a task failed; tasks that need it were not begun, the others were finished
     */
    void run(Progress progress) throws IOException {
        for (Task task : tasks) {
            Thread.ofVirtual().name(task.name()).start(() -> run(task, progress));
        }
        List<String> failed = new ArrayList<>();
        for (Task task : tasks) {
            try {
                result(task.name()).join();
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof NotBegun)) {
                    failed.add(task.name());
                }
            }
        }
        if (!failed.isEmpty()) {
            throw new IOException("did not succeed: " + String.join(", ", failed));
        }
    }

    private CompletableFuture<String> result(String name) {
        CompletableFuture<String> result = results.get(name);
        if (result == null) {
            throw new IllegalArgumentException(name);
        }
        return result;
    }

    private void run(Task task, Progress progress) {
        for (String need : task.needs()) {
            try {
                result(need).join();
            } catch (CompletionException e) {
                result(task.name()).completeExceptionally(new NotBegun());
                return;
            }
        }
        Progress.Task line = progress.begin(task.name());
        try {
            String outcome = task.work().run(line);
            line.succeeded(outcome);
            result(task.name()).complete(outcome);
        } catch (IOException | RuntimeException e) {
            line.failed(e.getMessage() == null ? e.toString() : e.getMessage());
            result(task.name()).completeExceptionally(e);
        }
    }

    private static final class NotBegun extends Exception {
        private static final long serialVersionUID = 1;
    }
}
