package io.inhouse.inference.models;

import jakarta.inject.Singleton;

/** Lets a test look at the registry at once instead of when the time has come. */
@Singleton
public class CatalogueNow {
    private final ModelCatalogue catalogue;

    CatalogueNow(ModelCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    public void follow() {
        catalogue.follow();
    }
}
