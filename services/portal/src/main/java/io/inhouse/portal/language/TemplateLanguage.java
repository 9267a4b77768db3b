package io.inhouse.portal.language;

import io.quarkus.arc.Arc;
import io.quarkus.qute.EngineBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Every page is rendered in the language of its request, also one that is rendered by hand. */
@ApplicationScoped
class TemplateLanguage {
    private final Language language;

    TemplateLanguage(Language language) {
        this.language = language;
    }

    void configure(@Observes EngineBuilder engine) {
        engine.addTemplateInstanceInitializer(instance -> {
            if (Arc.container().requestContext().isActive()) {
                instance.setLocale(language.locale());
            }
        });
    }
}
