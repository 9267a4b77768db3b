package io.inhouse.testsupport;

import java.util.function.Supplier;

/**
 * Facts that hold for the whole JVM. A Quarkus test run loads these classes several times, so static fields would start
 * several servers; system properties are there only once.
 */
@SuppressWarnings("LockOnNonEnclosingClassLiteral")
final class JvmWide {
    private JvmWide() {}

    /** The value of {@code key}; the first to ask computes it. */
    static String once(String key, Supplier<String> compute) {
        // System.class is the one lock that all class loaders share.
        synchronized (System.class) {
            String name = "inhouse.testsupport." + key;
            String value = System.getProperty(name);
            if (value == null) {
                value = compute.get();
                System.setProperty(name, value);
            }
            return value;
        }
    }

    /** 1, 2, 3, …: how often {@code key} was asked for in this JVM. */
    static int count(String key) {
        synchronized (System.class) {
            String name = "inhouse.testsupport." + key;
            int next = Integer.getInteger(name, 0) + 1;
            System.setProperty(name, Integer.toString(next));
            return next;
        }
    }
}
