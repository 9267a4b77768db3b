package io.inhouse.local.storm;

import io.inhouse.local.commands.HomeOptions;
import io.inhouse.local.parts.Part;
import io.inhouse.local.platform.Platform;
import io.inhouse.local.processes.ProcessTable;
import io.inhouse.local.processes.Processes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Everything that can go wrong here. */
final class Faults {
    private Faults() {}

    static List<Fault> all(Platform platform, Network network, Disks disks, RandomGenerator random) {
        List<Fault> faults = new ArrayList<>();
        for (Part part : platform.parts()) {
            faults.add(new Killed(platform, part.name()));
        }
        faults.add(new TrainerKilled(platform));
        faults.add(new LauncherKilled(platform, random));
        for (TcpProxy.Weather weather : List.of(TcpProxy.Weather.CUT, TcpProxy.Weather.SLOW, TcpProxy.Weather.SILENT)) {
            for (String to : List.of("postgresql", "kafka")) {
                faults.add(new NetworkFails(network, to, weather));
            }
        }
        for (String to : List.of("keycloak", "datasets", "registry")) {
            faults.add(new NetworkFails(network, to, TcpProxy.Weather.CUT));
        }
        disks.all().forEach((name, disk) -> faults.add(new DiskFull(name, disk)));
        return faults;
    }

    /** A part of the platform ends as in a power cut. */
    record Killed(Platform platform, String part) implements Fault {
        @Override
        public String name() {
            return "kill " + part;
        }

        @Override
        public void strike() throws IOException {
            platform.kill(part);
        }
    }

    /** Every trainer that runs at this moment; none may. */
    record TrainerKilled(Platform platform) implements Fault {
        @Override
        public String name() {
            return "kill trainer";
        }

        @Override
        public void strike() throws IOException {
            for (ProcessTable.Entry trainer : platform.lifecycle().trainers()) {
                platform.lifecycle().processes().signal(trainer, Processes.Signal.KILL);
            }
        }
    }

    /** A launcher is killed while it repairs something. */
    record LauncherKilled(Platform platform, RandomGenerator random) implements Fault {
        @Override
        public String name() {
            return "kill launcher";
        }

        @Override
        public void strike() throws IOException, InterruptedException {
            platform.kill("portal");
            Process launcher = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                            "-D" + Platform.AS_BUILT + "=" + Boolean.getBoolean(Platform.AS_BUILT),
                            "-Dinhouse.repository=" + HomeOptions.repository(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "io.inhouse.local.Inhouse",
                            "up",
                            "--home",
                            platform.home().toString())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(platform.folders().log("killed-launcher").toFile())
                    .start();
            launcher.waitFor(random.nextLong(1_500, 5_000), TimeUnit.MILLISECONDS);
            launcher.destroyForcibly().waitFor();
        }
    }

    /** Between our servers and {@code to}. */
    record NetworkFails(Network network, String to, TcpProxy.Weather weather) implements Fault {
        @Override
        public String name() {
            return switch (weather) {
                case CUT -> "cut off " + to;
                case SLOW -> "slow network to " + to;
                case SILENT -> "silent network to " + to;
                case FAIR -> "fair network to " + to;
            };
        }

        @Override
        public void strike() {
            network.weather(to, weather);
        }

        @Override
        public void mend() {
            network.weather(to, TcpProxy.Weather.FAIR);
        }
    }

    /** Not one byte can be written. */
    record DiskFull(String disk, SmallDisk small) implements Fault {
        @Override
        public String name() {
            return "full disk of " + disk;
        }

        @Override
        public void strike() throws IOException {
            small.fill();
        }

        @Override
        public void mend() throws IOException {
            small.free();
        }
    }
}
