package io.inhouse.local.storm;

import io.inhouse.ledger.Hash;
import io.inhouse.ledger.VerifierKey;
import io.inhouse.local.home.Ports;
import io.inhouse.local.people.Session;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is asked after each round: the log against the notebook and against the tree heads that were seen. */
final class Afterwards {
    private static final Duration LOGGING = Duration.ofMinutes(10);
    /** The inference server looks twice a minute for answers whose end it could not record. */
    private static final Duration ENDS_OF_ANSWERS = Duration.ofMinutes(5);

    private final HttpClient http;
    private final Ports ports;
    private final Session officer;
    private final Path file;
    private final VerifierKey key;
    private final Heads heads;
    private final Notebook notebook;
    private final LogCopy log;
    private int lost;
    private int duplicated;

    /** @param file for exported bundles, one after the other */
    Afterwards(
            HttpClient http, Ports ports, Session officer, Path file, VerifierKey key, Heads heads, Notebook notebook) {
        this.http = http;
        this.ports = ports;
        this.officer = officer;
        this.file = file;
        this.key = key;
        this.heads = heads;
        this.notebook = notebook;
        this.log = new LogCopy(notebook);
    }

    void compare() throws IOException, InterruptedException {
        List<Notebook.Acknowledged> done = notebook.all();
        String waiting = LogCopy.awaitEverythingLogged(http, ports, LOGGING);
        if (!waiting.isEmpty()) {
            notebook.wrong("not everything is logged after " + LOGGING.toSeconds() + " s: " + waiting);
        }
        Map<Long, Hash> seen = heads.seen();
        copy();
        heads.requireBeginningsOf(log.roots(), seen);
        lost = 0;
        duplicated = 0;
        for (Notebook.Acknowledged action : done) {
            int times = log.times(action.type(), action.object());
            if (times == 0) {
                lost++;
                notebook.wrong("lost: " + action);
            } else if (times > 1) {
                duplicated++;
                notebook.wrong("there " + times + " times: " + action);
            }
        }
    }

    /** Every question whose asking is recorded has one recorded end, be it that it was interrupted. */
    void requireAnswersToEnd() throws IOException, InterruptedException {
        compare();
        long deadline = System.nanoTime() + ENDS_OF_ANSWERS.toNanos();
        while (!log.answersWithoutOneEnd().isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.SECONDS.sleep(3);
            compare();
        }
        log.answersWithoutOneEnd().forEach(answer -> notebook.wrong("answer " + answer));
    }

    void requireEachJobOnce(List<String> succeeded) {
        for (String job : succeeded) {
            int finished = log.times("job.finish", job);
            int registered = log.times("model.register", job);
            if (finished != 1 || registered != 1) {
                notebook.wrong("job " + job + " finished " + finished + " times and gave " + registered + " adapters");
            }
        }
    }

    /** A server may still be busy with what the storm left. */
    private void copy() throws IOException, InterruptedException {
        Stage.calmly(() -> {
            log.goOn(officer, file, key);
            return log;
        });
    }

    int lost() {
        return lost;
    }

    int duplicated() {
        return duplicated;
    }

    /** In the log. */
    int entries() {
        return log.size();
    }
}
