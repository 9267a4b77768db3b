package io.inhouse.datasets.names;

import io.inhouse.datasets.personaldata.PersonalDataScanner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The scanner of each project, made anew when its list of names changes. */
@ApplicationScoped
public class Scanners {
    private final NameLists lists;
    private final PersonalDataConfig config;
    private final Map<String, Current> current = new ConcurrentHashMap<>();

    Scanners(NameLists lists, PersonalDataConfig config) {
        this.lists = lists;
        this.config = config;
    }

    public PersonalDataScanner of(String project) {
        int revision = lists.summary(project).revision();
        Current known = current.get(project);
        if (known != null && known.revision == revision) {
            return known.scanner;
        }
        NameLists.Loaded list = lists.load(project);
        PersonalDataScanner scanner = new PersonalDataScanner(config.phoneRegions(), list.names(), list.revision());
        current.put(project, new Current(list.revision(), scanner));
        return scanner;
    }

    private record Current(int revision, PersonalDataScanner scanner) {}
}
