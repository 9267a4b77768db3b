package io.inhouse.recording.leftovers;

import io.inhouse.artefacts.Digest;

/** What a service that stores objects of its own knows about them. */
public interface ArtefactReferences {
    /** Whether anything in the service's database names the object. */
    boolean refersTo(Digest digest);
}
