package io.inhouse.local.platform;

import io.inhouse.local.parts.Part;
import java.util.ArrayList;
import java.util.List;

/** The order of stopping: a part stops when all that need it have. */
record Stops(Part part, List<String> after) {
    static List<Stops> inReverse(List<Part> parts) {
        List<Stops> stops = new ArrayList<>();
        for (Part part : parts.reversed()) {
            List<String> dependants = parts.stream()
                    .filter(other -> other.needs().contains(part.name()))
                    .map(Part::name)
                    .toList();
            stops.add(new Stops(part, dependants));
        }
        return stops;
    }
}
