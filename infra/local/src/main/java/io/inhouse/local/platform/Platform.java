package io.inhouse.local.platform;

import io.inhouse.local.home.Home;
import io.inhouse.local.home.HomeLock;
import io.inhouse.local.home.Logins;
import io.inhouse.local.home.Ports;
import io.inhouse.local.home.Secrets;
import io.inhouse.local.parts.Context;
import io.inhouse.local.parts.Part;
import io.inhouse.local.parts.Parts;
import io.inhouse.local.processes.PortOwner;
import io.inhouse.local.processes.ProcessTable;
import io.inhouse.local.processes.Processes;
import io.inhouse.local.progress.Progress;
import io.inhouse.local.progress.Terminal;
import io.inhouse.local.software.Build;
import io.inhouse.local.software.Downloads;
import io.inhouse.local.software.ForeignSoftware;
import io.inhouse.local.software.Installation;
import io.inhouse.local.software.Maven;
import io.inhouse.local.software.Program;
import io.inhouse.local.wiring.Clocks;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One platform on this machine. */
public final class Platform {
    /** Set for launchers that run within a build: what it has built is taken, and nothing is built anew. */
    public static final String AS_BUILT = "inhouse.as-built";

    private static final Duration PATIENCE_WITH_OTHERS = Duration.ofMinutes(10);

    private final Home home;
    private final Path repository;
    private final Terminal terminal;
    private final Ports ports;
    private final Logins logins;
    private final ForeignSoftware foreign;
    private final Lifecycle lifecycle;
    /** Whether the programs in the build folders are taken as they are. */
    private final boolean asBuilt = Boolean.getBoolean(AS_BUILT);

    private final AtomicReference<@Nullable Installation> installation = new AtomicReference<>();
    private final List<Part> parts;

    private Platform(Home home, Path repository, Terminal terminal, Ports ports, Secrets secrets) throws IOException {
        this.home = home;
        this.repository = repository;
        this.terminal = terminal;
        this.ports = ports;
        this.logins = Logins.open(home, secrets);
        this.foreign = new ForeignSoftware(
                ForeignSoftware.defaultCache(),
                new Downloads(new Maven(repository, home.log("downloads"))),
                home.log("keycloak-build"));
        this.lifecycle =
                new Lifecycle(home, ProcessTable.ofThisMachine(), PortOwner.ofThisMachine(), Clocks.ofThisMachine());
        this.parts =
                Parts.all(new Context(home, ports, secrets, logins, foreign, repository, this::currentInstallation));
    }

    /**
     * Opens the platform of a home and chooses what is not chosen yet: ports, passwords. Starts nothing.
     *
     * @param door wanted port of the door, or null for the remembered one
     * @throws IOException if the home remembers another port
     */
    public static Platform open(Home home, Path repository, Terminal terminal, @Nullable Integer door)
            throws IOException {
        home.create();
        Ports ports = Ports.read(home);
        if (ports == null) {
            ports = Ports.choose(door, PortOwner::isFree);
            ports.write(home);
        } else if (door != null && ports.of(Ports.DOOR) != door) {
            throw new IOException("this platform's door is at port " + ports.of(Ports.DOOR)
                    + " since its first start, and its tokens name that address. Take another --home for port " + door
                    + ", or ./inhouse reset");
        }
        return new Platform(home, repository, terminal, ports, Secrets.open(home));
    }

    /** Where people and applications reach it, for example {@code http://localhost:8080}. */
    public URI origin() {
        return URI.create(ports.origin());
    }

    public Ports ports() {
        return ports;
    }

    public Path home() {
        return home.root();
    }

    /** The checkout this platform was built from. */
    public Path repository() {
        return repository;
    }

    public Home folders() {
        return home;
    }

    public Logins logins() {
        return logins;
    }

    /** Key of the internal application {@value Logins#APPLICATION}, as sent in {@code Authorization: Bearer}. */
    public String apiKey() {
        return logins.apiKey();
    }

    /** Where the audit server leaves the log's public key (C2SP vkey) for people to pin. */
    public Path logVkeyFile() {
        return home.auditHead().resolve("log.vkey");
    }

    public Terminal terminal() {
        return terminal;
    }

    public List<Part> parts() {
        return parts;
    }

    public Lifecycle lifecycle() {
        return lifecycle;
    }

    private Installation currentInstallation() {
        Installation current = installation.get();
        if (current == null) {
            try {
                current = Installation.current(home);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            installation.set(current);
        }
        return current;
    }

    /**
     * Builds, fetches and starts whatever is missing, and returns when everything is healthy.
     *
     * @return the parts that were started or restarted; empty if everything was running
     */
    public Set<String> up() throws IOException {
        try (HomeLock lock = HomeLock.take(home, PATIENCE_WITH_OTHERS, terminal::println);
                Progress progress = new Progress(terminal.out(), terminal.isInteractive(), 20)) {
            Set<String> started = Collections.synchronizedSet(new TreeSet<>());
            Tasks tasks = new Tasks();
            tasks.add("build", List.of(), line -> {
                Build build = new Build(repository, home.log("build"));
                int stale = asBuilt ? 0 : build.stale(Program.installed()).size();
                Map<Program, String> sources =
                        asBuilt ? build.asItIs(Program.installed()) : build.ensure(Program.installed(), line);
                Installation current = Installation.current(home).updated(home, repository, sources, line);
                installation.set(current);
                return stale == 0 ? "up to date" : "built " + stale + (stale == 1 ? " program" : " programs");
            });
            tasks.add("postgresql software", List.of(), line -> {
                foreign.preparePostgreSql(line);
                return foreign.postgreSqlVersion();
            });
            tasks.add("keycloak software", List.of(), line -> {
                foreign.prepareKeycloak(line);
                return foreign.keycloakVersion();
            });
            for (Part part : parts) {
                tasks.add(part.name(), part.needs(), line -> {
                    Lifecycle.Start how = lifecycle.start(part, line);
                    if (how != Lifecycle.Start.KEPT) {
                        started.add(part.name());
                    }
                    return how.words() + " on port " + part.ports().getFirst();
                });
            }
            tasks.run(progress);
            return started;
        }
    }

    /** Stops everything that runs in this home, in reverse order; returns what was stopped. */
    public List<String> down() throws IOException {
        try (HomeLock lock = HomeLock.take(home, PATIENCE_WITH_OTHERS, terminal::println);
                Progress progress = new Progress(terminal.out(), terminal.isInteractive(), 20)) {
            List<String> stopped = Collections.synchronizedList(new ArrayList<>());
            Tasks tasks = new Tasks();
            Stops.inReverse(parts)
                    .forEach(stop -> tasks.add(stop.part().name(), stop.after(), line -> {
                        boolean ran = lifecycle.stop(stop.part());
                        if (stop.part().name().equals("tuning")) {
                            lifecycle.stopTrainers();
                        }
                        if (ran) {
                            stopped.add(stop.part().name());
                        }
                        return ran ? "stopped" : "was not running";
                    }));
            tasks.run(progress);
            return stopped;
        }
    }

    /** Ends a part as a power cut would. {@link #up()} starts it again. */
    public void kill(String part) throws IOException {
        for (ProcessTable.Entry process : lifecycle.find(part(part))) {
            for (ProcessTable.Entry member : lifecycle.table().family(process)) {
                lifecycle.processes().signal(member, Processes.Signal.KILL);
            }
        }
    }

    /** The most memory a running part has had resident so far, in bytes; empty if it does not run. */
    public OptionalLong peakMemory(String part) {
        return lifecycle.find(part(part)).stream()
                .mapToLong(process -> lifecycle.table().peakResidentBytes(process.pid()))
                .max();
    }

    /** The same for the trainers that run at this moment: ask while they do. */
    public OptionalLong trainerPeakMemory() {
        return lifecycle.trainers().stream()
                .mapToLong(process -> lifecycle.table().peakResidentBytes(process.pid()))
                .max();
    }

    private Part part(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no part " + name + "; there are "
                        + String.join(", ", parts.stream().map(Part::name).toList())));
    }
}
