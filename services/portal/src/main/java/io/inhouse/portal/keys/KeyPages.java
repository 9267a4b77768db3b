package io.inhouse.portal.keys;

import io.inhouse.inference.client.KeyDescription;
import io.inhouse.inference.client.KeyState;
import io.inhouse.inference.client.KeysApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.PageWords;
import io.inhouse.portal.session.Session;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** The page of one key: as it is asked for, and again when something was done or refused. */
@RequestScoped
class KeyPages {
    static final String LOST = "lost";
    static final String RESTRICTED = "restricted";
    static final String DISABLED = "disable";
    static final String ENABLED = "enable";

    private final Session session;
    private final Frames frames;
    private final KeyWords words;
    private final PageWords pageWords;
    private final KeysApi keys;
    private final Choices choices;

    KeyPages(
            Session session,
            Frames frames,
            @Spoken KeyWords words,
            @Spoken PageWords pageWords,
            @RestClient KeysApi keys,
            Choices choices) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.pageWords = pageWords;
        this.keys = keys;
        this.choices = choices;
    }

    /** @param list where all keys of the project are */
    public record View(
            String list,
            String address,
            KeyDescription key,
            Restriction restriction,
            List<String> models,
            List<String> purposes) {
        public boolean isDisabled() {
            return key.state() == KeyState.DISABLED;
        }

        public boolean isExpired() {
            return key.state() == KeyState.EXPIRED;
        }
    }

    @CheckedTemplate(basePath = "keys")
    static class Templates {
        static native TemplateInstance key(Frame frame, View view);

        static native TemplateInstance confirm(
                Frame frame, String back, String address, KeyDescription key, KeyAction action);

        static native TemplateInstance secret(Frame frame, String list, KeyDescription key, @Nullable String secret);
    }

    /** @param done what was done, or {@link #LOST} */
    Response show(KeyAddress at, @Nullable String done) {
        KeyDescription key = keys.get(session.bearer(), at.project(), at.key());
        Notice notice = switch (done) {
            case LOST -> Notice.refused(pageWords.formLost(), pageWords.formLostText());
            case RESTRICTED -> Notice.done(words.doneRestricted(), words.soon());
            case DISABLED -> Notice.done(words.doneDisabled(), words.soon());
            case ENABLED -> Notice.done(words.doneEnabled(), words.doneEnabledText());
            case null, default -> null;
        };
        return page(at, 200, key, Restriction.of(key.purpose(), key.models()), notice);
    }

    Response again(KeyAddress at, int status, @Nullable Restriction entered, Notice notice) {
        KeyDescription key = keys.get(session.bearer(), at.project(), at.key());
        return page(at, status, key, entered == null ? Restriction.of(key.purpose(), key.models()) : entered, notice);
    }

    private Response page(
            KeyAddress at, int status, KeyDescription key, Restriction restriction, @Nullable Notice notice) {
        View view = new View(
                KeyAddress.list(at.project()),
                at.path(),
                key,
                restriction,
                choices.models(at.project(), key.models()),
                choices.purposes(at.project()));
        return html(
                status,
                Templates.key(frames.of(words.key(key.name()), at.project()).with(notice), view));
    }

    /** Asks whether {@code action} is meant; the form goes to {@code address}. */
    Response confirm(@Nullable String project, String back, String address, KeyDescription key, KeyAction action) {
        return html(
                200,
                Templates.confirm(frames.of(words.question(action, key.name()), project), back, address, key, action));
    }

    /** The one page that shows a secret. Like every page, no browser keeps it. */
    Response secret(String project, int status, KeyDescription key, @Nullable String secret) {
        return html(
                status,
                Templates.secret(frames.of(words.key(key.name()), project), KeyAddress.list(project), key, secret));
    }

    static Response html(int status, TemplateInstance page) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .entity(page.render())
                .build();
    }
}
