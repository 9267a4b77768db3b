package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.PersonalDataAction;
import io.inhouse.datasets.client.PersonalDataType;
import io.quarkus.qute.TemplateExtension;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How decisions about personal data are listed. */
@TemplateExtension
class Decided {
    private Decided() {}

    /** In the order in which the kinds are declared. */
    static List<Map.Entry<PersonalDataType, PersonalDataAction>> sorted(
            Set<Map.Entry<PersonalDataType, PersonalDataAction>> decisions) {
        return decisions.stream().sorted(Map.Entry.comparingByKey()).toList();
    }

    /** What else could be decided. */
    static List<PersonalDataAction> choices(PersonalDataAction action) {
        return List.of(PersonalDataAction.values());
    }
}
