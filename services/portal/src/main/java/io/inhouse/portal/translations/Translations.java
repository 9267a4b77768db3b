package io.inhouse.portal.translations;

import io.inhouse.portal.adapters.AdapterWords;
import io.inhouse.portal.audit.AuditWords;
import io.inhouse.portal.datasets.CatalogueWords;
import io.inhouse.portal.datasets.ContentWords;
import io.inhouse.portal.datasets.DatasetWords;
import io.inhouse.portal.datasets.FileWords;
import io.inhouse.portal.keys.KeyWords;
import io.inhouse.portal.language.Language;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.models.ModelWords;
import io.inhouse.portal.page.PageWords;
import io.inhouse.portal.playground.PlaygroundWords;
import io.inhouse.portal.record.RecordWords;
import io.inhouse.portal.start.StartWords;
import io.inhouse.portal.tuning.TuningWords;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;

/** One line per message bundle. */
@ApplicationScoped
class Translations {
    @Produces
    @Spoken
    @RequestScoped
    PageWords page(Language language) {
        return language.words(PageWords.class);
    }

    @Produces
    @Spoken
    @RequestScoped
    StartWords start(Language language) {
        return language.words(StartWords.class);
    }

    @Produces
    @Spoken
    @RequestScoped
    DatasetWords datasets(Language language) {
        return language.words(DatasetWords.class);
    }

    @Produces
    @Spoken
    @RequestScoped
    CatalogueWords catalogue(Language language) {
        return language.words(CatalogueWords.class);
    }

    @Produces
    @Spoken
    @RequestScoped
    FileWords files(Language language) {
        return language.words(FileWords.class);
    }

    @Produces
    @Spoken
    @RequestScoped
    ContentWords contents(Language language) {
        return language.words(ContentWords.class);
    }

    @Produces
    @Spoken
    @RequestScoped
    AdapterWords adapters(Language language) {
        return language.words(AdapterWords.class);
    }

    @Produces
    @Spoken
    @RequestScoped
    AuditWords audit(Language language) {
        return language.words(AuditWords.class);
    }

    @Produces
    @Spoken
    @RequestScoped
    TuningWords tuning(Language language) {
        return language.words(TuningWords.class);
    }

    @Produces
    @Spoken
    @RequestScoped
    ModelWords model(Language language) {
        return language.words(ModelWords.class);
    }

    @Produces
    @Spoken
    @RequestScoped
    PlaygroundWords playground(Language language) {
        return language.words(PlaygroundWords.class);
    }

    @Produces
    @Spoken
    @RequestScoped
    KeyWords key(Language language) {
        return language.words(KeyWords.class);
    }

    @Produces
    @Spoken
    @RequestScoped
    RecordWords record(Language language) {
        return language.words(RecordWords.class);
    }
}
