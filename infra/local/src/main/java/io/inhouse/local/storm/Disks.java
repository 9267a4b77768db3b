package io.inhouse.local.storm;

import io.inhouse.local.home.Home;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The folders of a home that a storm fills: where trainers work, where artefacts are, and where PostgreSQL and Kafka keep what was recorded. */
final class Disks implements AutoCloseable {
    private static final int WORK_MEGABYTES = 64;
    private static final int ARTEFACTS_MEGABYTES = 256;
    /** Enough for the log of hundreds of rounds; only what is written takes memory. */
    private static final int DATA_MEGABYTES = 4096;

    private final Map<String, SmallDisk> byName = new LinkedHashMap<>();

    private Disks() {}

    /** @param tell is told if disks cannot be filled here, and why */
    static Disks of(Home home, Consumer<String> tell) throws IOException {
        Disks disks = new Disks();
        try {
            disks.byName.put("training", SmallDisk.mount(home.work(), WORK_MEGABYTES));
            disks.byName.put("artefacts", SmallDisk.mount(home.artefacts(), ARTEFACTS_MEGABYTES));
            disks.byName.put("recording", SmallDisk.mount(home.data(), DATA_MEGABYTES));
        } catch (IOException e) {
            disks.close();
            tell.accept("no disk will be full in this storm, because a small file system cannot be made here ("
                    + e.getMessage() + "). As root it can; others may use a namespace of their own:"
                    + " unshare --user --map-root-user --mount ./inhouse bench storm");
        }
        return disks;
    }

    Map<String, SmallDisk> all() {
        return Collections.unmodifiableMap(byName);
    }

    @Override
    public void close() throws IOException {
        for (SmallDisk disk : byName.values()) {
            disk.close();
        }
        byName.clear();
    }
}
