package io.inhouse.datasets.names;

import io.inhouse.datasets.encryption.Hashing;
import io.inhouse.datasets.encryption.KeyedPseudonyms;
import io.inhouse.datasets.personaldata.Pseudonyms;
import io.inhouse.recording.encryption.SubjectKeys;
import jakarta.enterprise.context.ApplicationScoped;

/** The pseudonyms of each project: derived from the project's key in the key database, so they live and die with it. */
@ApplicationScoped
public class PseudonymKeys {
    private final SubjectKeys keys;

    PseudonymKeys(SubjectKeys keys) {
        this.keys = keys;
    }

    public Pseudonyms of(String project) {
        return new KeyedPseudonyms(Hashing.sha256(Hashing.utf8(keys.pseudonym("dataset-pseudonyms:" + project))));
    }
}
