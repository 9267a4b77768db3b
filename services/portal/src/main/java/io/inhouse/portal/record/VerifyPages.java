package io.inhouse.portal.record;

import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Html;
import io.inhouse.portal.page.Notice;
import io.inhouse.verify.Report;
import io.inhouse.verify.Verdict;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The page on which the record is checked: the form, and what the check found. */
@RequestScoped
class VerifyPages {
    private final Frames frames;
    private final RecordWords words;

    VerifyPages(Frames frames, @Spoken RecordWords words) {
        this.frames = frames;
        this.words = words;
    }

    /**
     * What the officer had written into the form.
     *
     * @param key the log's public key as the officer kept it; may be empty
     */
    public record Entered(String reason, String from, String to, String key) {
        static final Entered NOTHING = new Entered("", "", "", "");
    }

    /** What the check found, with its verdict in the visitor's language. */
    public record Found(Report report, String verdict, String meaning) {
        public boolean isGood() {
            return report.verdict() == Verdict.VERIFIED;
        }

        public boolean isBad() {
            return report.verdict() == Verdict.NOT_VERIFIED || report.verdict() == Verdict.UNREADABLE;
        }
    }

    @CheckedTemplate(basePath = "record")
    static class Templates {
        static native TemplateInstance verify(Frame frame, Entered entered, @Nullable Found found);
    }

    Response show(int status, @Nullable Notice notice, Entered entered, @Nullable Report report) {
        return Html.of(
                status,
                Templates.verify(
                        frames.of(words.title()).with(notice), entered, report == null ? null : found(report)));
    }

    private Found found(Report report) {
        return switch (report.verdict()) {
            case VERIFIED -> new Found(report, words.verified(), words.verifiedText());
            case NOT_VERIFIED -> new Found(report, words.notVerified(), words.notVerifiedText());
            case KEY_NOT_PINNED -> new Found(report, words.notPinned(), words.notPinnedText());
            case UNREADABLE -> new Found(report, words.unreadable(), words.unreadableText());
        };
    }
}
