package io.inhouse.local.platform;

import io.inhouse.local.home.Home;
import io.inhouse.local.home.Logins;
import io.inhouse.local.home.Ports;
import io.inhouse.local.home.Secrets;
import io.inhouse.local.parts.Context;
import io.inhouse.local.parts.Kafka;
import io.inhouse.local.parts.PostgreSql;
import io.inhouse.local.processes.PortOwner;
import io.inhouse.local.processes.ProcessTable;
import io.inhouse.local.progress.Line;
import io.inhouse.local.software.Downloads;
import io.inhouse.local.software.ForeignSoftware;
import io.inhouse.local.software.Installation;
import io.inhouse.local.software.Maven;
import io.inhouse.local.software.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;

/** The real PostgreSQL and Kafka of a home; also a program that starts them and then waits to be killed. */
record RealParts(Context context, PostgreSql postgreSql, Kafka kafka, Lifecycle lifecycle) {
    /** Arguments: home, cache, root of the repository. Prints {@code started} when both are ready. */
    public static void main(String[] arguments) throws Exception {
        RealParts parts = open(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
        parts.lifecycle().start(parts.postgreSql(), Line.SILENT);
        parts.lifecycle().start(parts.kafka(), Line.SILENT);
        System.out.println("started");
        Thread.currentThread().join();
    }

    /** The home must have ports. */
    static RealParts open(Path root, Path cache, Path repository) throws IOException {
        Home home = new Home(root);
        home.create();
        Ports ports = Objects.requireNonNull(Ports.read(home), "ports");
        Secrets secrets = Secrets.open(home);
        ForeignSoftware foreign = new ForeignSoftware(
                cache, new Downloads(new Maven(repository, home.log("downloads"))), home.log("keycloak-build"));
        foreign.preparePostgreSql(Line.SILENT);
        Installation installation =
                Installation.current(home).updated(home, repository, Map.of(Program.KAFKA, "as built"), Line.SILENT);
        Context context =
                new Context(home, ports, secrets, Logins.open(home, secrets), foreign, repository, () -> installation);
        Lifecycle lifecycle =
                new Lifecycle(home, ProcessTable.ofThisMachine(), PortOwner.ofThisMachine(), Clock.systemUTC());
        return new RealParts(context, new PostgreSql(context), new Kafka(context), lifecycle);
    }
}
