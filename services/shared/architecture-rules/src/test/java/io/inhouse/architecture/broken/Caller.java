package io.inhouse.architecture.broken;

/** Goes in through the door from the wrong side. */
public class Caller {
    int count(OpenResource resource) {
        return resource.things().size();
    }
}
