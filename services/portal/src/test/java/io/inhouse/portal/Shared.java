package io.inhouse.portal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** State that the fakes and the tests share although Quarkus loads their classes twice: JDK types among the system properties. */
@SuppressWarnings("unchecked")
final class Shared {
    private Shared() {}

    static Map<String, String> map(String name) {
        return (Map<String, String>)
                System.getProperties().computeIfAbsent(name, key -> new ConcurrentHashMap<String, String>());
    }

    static List<String> list(String name) {
        return (List<String>) System.getProperties().computeIfAbsent(name, key -> new CopyOnWriteArrayList<String>());
    }
}
