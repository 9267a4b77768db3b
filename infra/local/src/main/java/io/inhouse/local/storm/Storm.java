package io.inhouse.local.storm;

import io.inhouse.ledger.VerifierKey;
import io.inhouse.local.home.Home;
import io.inhouse.local.people.Cast;
import io.inhouse.local.platform.Platform;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Rounds of faults under load on a running platform. Every round draws from a shuffled deck of all faults, so that all have
 * struck before one strikes again; the same seed gives the same order. When a round's faults have ended, the platform is
 * brought up, every open request is carried to its end, and the log is compared with what was acknowledged.
 */
public final class Storm {
    private static final Duration ANSWER = Duration.ofSeconds(20);
    /** For those who ask when no fault excuses anything, on a machine that may be busy. */
    private static final Duration PATIENT_ANSWER = Duration.ofMinutes(2);

    /** What is not done after so long will never be: waiting costs nothing where all is well. */
    private static final Duration RECOVERY = Duration.ofMinutes(15);

    private static final Duration LAST_JOBS = Duration.ofMinutes(15);
    /** The tuning server tidies every minute. */
    private static final Duration COLLECTION = Duration.ofMinutes(5);

    private static final int LONGEST_PAUSE_MILLIS = 1500;

    private final Platform platform;
    private final StormGround ground;
    private final Path base;
    private final long seed;
    private final Random random;
    private final Notebook notebook = new Notebook();
    private final List<StormReport.Round> done = new ArrayList<>();
    private long begun;
    private volatile boolean ended;
    /** Of the wrongs, how many were printed. */
    private int told;

    /** @param base directory of a tiny base model in Hugging Face's layout */
    public Storm(Platform platform, StormGround ground, Path base, long seed) {
        this.platform = platform;
        this.ground = ground;
        this.base = base;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** The platform must be up, in a home that was made by {@link StormGround}. */
    public StormReport run(int rounds, int faultsPerRound) throws IOException, InterruptedException, SQLException {
        Path work = Home.directory(platform.home().resolve("storm"));
        VerifierKey key =
                VerifierKey.parse(Files.readString(platform.logVkeyFile()).strip());
        try (HttpClient http = HttpClient.newHttpClient()) {
            Cast cast = new Cast(platform, http, ANSWER);
            Cast patient = new Cast(platform, http, PATIENT_ANSWER);
            Stage stage = new Stage(patient);
            String run = "storm-" + seed + "-" + System.nanoTime();
            String model = Stage.calmly(() -> stage.baseModel(base));
            String training = Stage.calmly(() -> stage.version(stage.dataset(run + " training"), run + "-training"));
            String uploads = Stage.calmly(() -> stage.dataset(run + " uploads"));
            Orders jobs =
                    new Orders(cast.person("erik"), cast.person("amir"), run, model, training, Stage.PURPOSE, notebook);
            Heads heads = new Heads(cast.person("olga"), key, notebook);
            heads.watch();
            new Twins(platform, notebook).watch();
            Afterwards afterwards = new Afterwards(
                    http, platform.ports(), patient.person("olga"), work.resolve("bundle.zip"), key, heads, notebook);
            begun = System.nanoTime();
            Deque<Fault> deck = new ArrayDeque<>();
            for (int round = 0; round <= rounds; round++) {
                List<Chore> chores = List.of(
                        new Uploading(cast.person("sara"), cast.person("amir"), run + "-" + round, uploads, notebook),
                        new Tuning(jobs, notebook),
                        new Chatting(cast.application(), model, notebook),
                        new Chatting(cast.application(), model, notebook));
                chores.forEach(Chore::begin);
                List<String> names = round == 0 ? withoutKafka(jobs) : strike(deck, faultsPerRound);
                double seconds = recover(chores);
                settle(chores);
                afterwards.compare();
                done.add(new StormReport.Round(
                        round, names, seconds, notebook.count(), afterwards.lost(), afterwards.duplicated()));
                tell(rounds);
            }
            lastJobs(jobs);
            afterwards.requireAnswersToEnd();
            afterwards.requireEachJobOnce(jobs.succeeded());
            List<String> leftovers = collected(jobs);
            leftovers.forEach(file -> notebook.wrong("a file without an owner: " + file));
            return new StormReport(
                    rounds,
                    seed,
                    notebook.count(),
                    afterwards.lost(),
                    afterwards.duplicated(),
                    jobs.succeeded().size(),
                    afterwards.entries(),
                    heads.count(),
                    done,
                    leftovers,
                    notebook.wrongs());
        }
    }

    /** From now on nothing is started any more: somebody ends this process. */
    void end() {
        ended = true;
    }

    /** Files without an owner that stay although the servers had time to collect them. */
    private List<String> collected(Orders jobs) throws IOException, SQLException, InterruptedException {
        Leftovers leftovers = new Leftovers(platform.folders(), platform.ports());
        long deadline = System.nanoTime() + COLLECTION.toNanos();
        List<String> left = leftovers.list(jobs.succeeded());
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.SECONDS.sleep(1);
            left = leftovers.list(jobs.succeeded());
        }
        return left;
    }

    /** The broker is gone while a whole job is ordered, trained and registered. */
    private List<String> withoutKafka(Orders jobs) throws IOException, InterruptedException {
        platform.kill("kafka");
        int ordered = jobs.ordered();
        long deadline = System.nanoTime() + LAST_JOBS.toNanos();
        while (jobs.succeeded().stream().noneMatch(job -> jobs.number(job) > ordered)) {
            if (System.nanoTime() > deadline) {
                notebook.wrong("no job was done without Kafka");
                break;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return List.of("no kafka for the length of a job");
    }

    /** Returns what struck; everything but the parts that {@code up} repairs is mended. */
    private List<String> strike(Deque<Fault> deck, int count) throws IOException, InterruptedException {
        List<Fault> drawn = new ArrayList<>();
        while (drawn.size() < count) {
            if (deck.isEmpty()) {
                List<Fault> all = Faults.all(platform, ground.network(), ground.disks(), random);
                Collections.shuffle(all, random);
                deck.addAll(all);
            }
            drawn.add(deck.pop());
        }
        for (Fault fault : drawn) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            fault.strike();
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
        for (Fault fault : drawn) {
            fault.mend();
        }
        return drawn.stream().map(Fault::name).toList();
    }

    /** Seconds until every chore has done something that it began to ask for in vain or anew. */
    private double recover(List<Chore> chores) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        if (ended) {
            throw new InterruptedException("the storm was ended");
        }
        platform.up();
        long deadline = begin + RECOVERY.toNanos();
        for (Chore chore : chores) {
            while (chore.lastDone() < begin && chore.isAtWork()) {
                if (System.nanoTime() > deadline) {
                    notebook.wrong("not recovered after " + RECOVERY.toSeconds() + " s: " + chore.trouble());
                    break;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private void settle(List<Chore> chores) throws InterruptedException {
        chores.forEach(Chore::finish);
        long deadline = System.nanoTime() + RECOVERY.toNanos();
        for (Chore chore : chores) {
            if (!chore.awaitEnd(deadline)) {
                notebook.wrong("still not acknowledged: " + chore.trouble());
            }
        }
    }

    private void lastJobs(Orders jobs) throws IOException, InterruptedException {
        Chore looking = new Tuning(jobs, notebook);
        long deadline = System.nanoTime() + LAST_JOBS.toNanos();
        while (jobs.pending() > 0) {
            if (System.nanoTime() > deadline) {
                notebook.wrong("jobs that never ended: " + jobs.pending());
                return;
            }
            jobs.look(looking);
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private void tell(int rounds) {
        StormReport.Round round = done.getLast();
        double perRound = (System.nanoTime() - begun) / 1e9 / done.size();
        platform.terminal()
                .println(String.format(
                        Locale.ROOT,
                        "  round %d of %d: %s; recovered in %.1f s; %d acknowledged, %d lost, %d twice; %s",
                        round.number(),
                        rounds,
                        String.join(", ", round.faults()),
                        round.recoverSeconds(),
                        round.acknowledged(),
                        round.lost(),
                        round.duplicated(),
                        left(perRound * (rounds - round.number()))));
        List<String> wrongs = notebook.wrongs();
        wrongs.subList(told, wrongs.size()).forEach(wrong -> platform.terminal().println("    WRONG " + wrong));
        told = wrongs.size();
    }

    private static String left(double seconds) {
        return seconds == 0
                ? "the last one"
                : seconds < 120
                        ? "about " + Math.round(seconds) + " s left"
                        : "about " + Math.round(seconds / 60) + " min left";
    }
}
