package io.inhouse.local.parts;

import io.inhouse.local.software.Program;
import java.util.ArrayList;
import java.util.List;

/** Every part, in the order in which they start; they stop in the reverse order. */
public final class Parts {
    private Parts() {}

    public static List<Part> all(Context context) {
        List<Part> parts = new ArrayList<>(List.of(new PostgreSql(context), new Kafka(context), new Keycloak(context)));
        Program.servers().forEach(name -> parts.add(new Server(context, name)));
        parts.add(new DoorPart(context));
        return List.copyOf(parts);
    }
}
