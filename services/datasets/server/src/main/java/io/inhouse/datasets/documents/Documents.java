package io.inhouse.datasets.documents;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes the text out of a document. A document that breaks, or exhausts, its reader breaks only that process. */
@ApplicationScoped
public class Documents {
    private static final Logger LOG = Logger.getLogger(Documents.class);

    private final DocumentsConfig config;

    private final Semaphore readers;

    Documents(DocumentsConfig config) {
        this.config = config;
        this.readers = new Semaphore(config.readers(), true);
    }

    /**
     * Reads {@code document} to its end.
     *
     * @throws UnreadableDocumentException if no text can be had of it
     * @throws PlatformException {@code TOO_MANY_REQUESTS} if others are read for too long, or what {@code document} throws
     */
    public String text(DocumentFormat format, InputStream document) throws IOException {
        try {
            if (!readers.tryAcquire(config.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new PlatformException(
                        Failure.TOO_MANY_REQUESTS,
                        "Other documents are being read (inhouse.datasets.documents.readers: " + config.readers()
                                + " at once). Try again in a minute.",
                        Map.of("retryAfterSeconds", Math.max(1, config.timeout().toSeconds())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        try {
            return read(format, document);
        } finally {
            readers.release();
        }
    }

    private String read(DocumentFormat format, InputStream document) throws IOException {
        long longest = config.maxText().asLongValue();
        Process reader = start(format, longest);
        AtomicBoolean late = new AtomicBoolean();
        Thread clock = Thread.ofVirtual().start(() -> {
            try {
                if (!reader.waitFor(config.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                    late.set(true);
                    reader.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            AtomicReference<@Nullable RuntimeException> broken = new AtomicReference<>();
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    send(document, reader);
                } catch (RuntimeException e) {
                    broken.set(e);
                }
            });
            byte[] text = received(reader.getInputStream(), 4 * longest);
            int status = reader.waitFor();
            sender.join();
            RuntimeException failure = broken.get();
            if (failure != null) {
                // What was read is not the whole document.
                throw failure;
            }
            return answer(format, late.get() ? Integer.MIN_VALUE : status, text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            reader.destroyForcibly();
            clock.interrupt();
        }
    }

    private Process start(DocumentFormat format, long longest) throws IOException {
        ProcessBuilder reader = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + config.memory().asLongValue() / 1024 + "k",
                "-Xss2m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Djava.net.useSystemProxies=false",
                "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory",
                "-cp",
                System.getProperty("java.class.path"),
                ReaderProcess.class.getName(),
                format.name(),
                Long.toString(longest)));
        reader.environment().clear();
        reader.redirectError(ProcessBuilder.Redirect.DISCARD);
        return reader.start();
    }

    /** A reader that has seen enough closes its end; then the rest is not sent. */
    private static void send(InputStream document, Process reader) {
        try (OutputStream target = reader.getOutputStream()) {
            document.transferTo(target);
        } catch (IOException e) {
            LOG.debugf("A document was not read to its end.");
        }
    }

    private static byte[] received(InputStream answer, long most) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        for (int count = answer.read(buffer); count >= 0; count = answer.read(buffer)) {
            text.write(buffer, 0, count);
            if (text.size() > most) {
                break;
            }
        }
        return text.toByteArray();
    }

    private String answer(DocumentFormat format, int status, byte[] text) throws UnreadableDocumentException {
        return switch (status) {
            case ReaderProcess.READ -> new String(text, StandardCharsets.UTF_8);
            case ReaderProcess.DAMAGED ->
                throw new UnreadableDocumentException("The file is damaged, or is no " + format
                        + ". Open it in the program it comes from, save it anew and send it again.");
            case ReaderProcess.ENCRYPTED ->
                throw new UnreadableDocumentException(
                        "The document is protected by a password. Save it without one and send it again.");
            case ReaderProcess.TOO_LONG ->
                throw new UnreadableDocumentException(
                        "The document has more text than " + config.maxText().asLongValue()
                                + " characters (inhouse.datasets.documents.max-text). Split it.");
            case ReaderProcess.EMPTY ->
                throw new UnreadableDocumentException(
                        "There is no text in the document. A scanned one has to go through text recognition first.");
            case ReaderProcess.NOT_TEXT ->
                throw new UnreadableDocumentException(
                        "The file is not text in UTF-8. Save it as UTF-8 and send it again.");
            case Integer.MIN_VALUE ->
                throw new UnreadableDocumentException("The document could not be read within "
                        + config.timeout().toSeconds() + " seconds (inhouse.datasets.documents.timeout). Split it.");
            default ->
                throw new UnreadableDocumentException(
                        "Reading the document took more memory than it may (inhouse.datasets.documents.memory). Split it.");
        };
    }
}
