package io.inhouse.datasets.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.quarkus.runtime.configuration.MemorySize;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** With real documents and the real reading process. */
class DocumentsTest {
    private final Documents documents = new Documents(limits(Duration.ofMinutes(5)));

    @Test
    void readsPdf() throws IOException {
        assertThat(text(DocumentFormat.PDF, pdf("The patient was discharged.", null)))
                .contains("The patient was discharged.");
    }

    @Test
    void readsDocx() throws IOException {
        assertThat(text(DocumentFormat.DOCX, docx("Clause 4: the tenant pays.")))
                .contains("Clause 4: the tenant pays.");
    }

    @Test
    void readsHtmlWithoutItsScriptsAndWithoutFetchingAnything() throws IOException {
        try (ServerSocket elsewhere = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + elsewhere.getLocalPort();
            String page =
                    "<!DOCTYPE html SYSTEM '%s/x.dtd'><html><head><link rel=stylesheet href='%s/a.css'><script>steal()</script></head>"
                                    .formatted(address, address)
                            + "<body><img src='%s/b.png'><iframe src='%s/c'></iframe><p>Öffnungszeiten</p></body></html>"
                                    .formatted(address, address);

            String text = text(DocumentFormat.HTML, page.getBytes(StandardCharsets.UTF_8));

            assertThat(text).contains("Öffnungszeiten").doesNotContain("steal");
            elsewhere.setSoTimeout(1);
            assertThatThrownBy(elsewhere::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aDocumentWithAForeignEntityNeitherFetchesNorShowsFiles() throws IOException {
        try (ServerSocket elsewhere = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            byte[] trap = zipped(
                    docx("harmless"),
                    "word/document.xml",
                    ("<!DOCTYPE w [<!ENTITY a SYSTEM 'http://127.0.0.1:%d/a'><!ENTITY b SYSTEM 'file:///etc/passwd'>]>"
                                    + "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
                                    + "<w:body><w:p><w:r><w:t>&a;&b;</w:t></w:r></w:p></w:body></w:document>")
                            .formatted(elsewhere.getLocalPort())
                            .getBytes(StandardCharsets.UTF_8));

            String shown;
            try {
                shown = text(DocumentFormat.DOCX, trap);
            } catch (UnreadableDocumentException e) {
                shown = String.valueOf(e.getMessage());
            }

            assertThat(shown).doesNotContain("root:");
            elsewhere.setSoTimeout(1);
            assertThatThrownBy(elsewhere::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void saysWhyADocumentCannotBeRead() throws IOException {
        assertRefused(DocumentFormat.PDF, "no pdf at all".getBytes(StandardCharsets.UTF_8), "is damaged, or is no PDF");
        assertRefused(DocumentFormat.DOCX, pdf("x", null), "is damaged, or is no DOCX");
        assertRefused(DocumentFormat.PDF, pdf("secret", "password"), "protected by a password");
        assertRefused(DocumentFormat.PDF, pdf("", null), "no text in the document");
        assertRefused(DocumentFormat.TEXT, new byte[] {(byte) 0xC3, 0x28}, "not text in UTF-8");
    }

    @Test
    void aZipBombBreaksOnlyItsReader() throws IOException {
        byte[] bomb = zipped(docx("small"), "word/document.xml", new byte[300 * 1024 * 1024]);
        assertThat(bomb.length).isLessThan(1024 * 1024);

        assertThatThrownBy(() -> text(DocumentFormat.DOCX, bomb)).isInstanceOf(UnreadableDocumentException.class);
    }

    @Test
    void aReaderThatTakesTooLongIsEnded() {
        Documents hurried = new Documents(limits(Duration.ofMillis(1)));

        assertThatThrownBy(() -> hurried.text(
                        DocumentFormat.TEXT, new ByteArrayInputStream("x".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(UnreadableDocumentException.class)
                .hasMessageContaining("could not be read within");
    }

    @Test
    void aDocumentThatCannotBeHadToItsEndIsNotTakenForAShorterOne() {
        InputStream cut = new SequenceInputStream(
                new ByteArrayInputStream("first part".getBytes(StandardCharsets.UTF_8)), new InputStream() {
                    @Override
                    public int read() {
                        throw new PlatformException(Failure.CONFLICT, "gone");
                    }
                });

        assertThatThrownBy(() -> documents.text(DocumentFormat.TEXT, cut)).isInstanceOf(PlatformException.class);
    }

    @Test
    void moreThanMayBeReadAtOnceWaitAndAreThenToldToComeBack() throws IOException {
        // Given a document that is being read and goes on for longer than others wait
        Documents one = new Documents(limits(Duration.ofMillis(200)));
        AtomicReference<@Nullable Throwable> second = new AtomicReference<>();
        InputStream first = new InputStream() {
            @Override
            public int read() {
                // When another one comes meanwhile
                second.set(catchThrowable(() -> one.text(DocumentFormat.TEXT, new ByteArrayInputStream(new byte[0]))));
                return -1;
            }
        };

        var _ = catchThrowable(() -> one.text(DocumentFormat.TEXT, first));

        // Then it is refused, and the next one is not
        assertThat(second.get()).isInstanceOfSatisfying(PlatformException.class, e -> {
            assertThat(e.failure()).isEqualTo(Failure.TOO_MANY_REQUESTS);
            assertThat(e.facts()).containsKey("retryAfterSeconds");
        });
        assertThat(catchThrowable(() -> one.text(DocumentFormat.TEXT, new ByteArrayInputStream(new byte[0]))))
                .isInstanceOf(UnreadableDocumentException.class);
    }

    private void assertRefused(DocumentFormat format, byte[] document, String reason) {
        assertThatThrownBy(() -> text(format, document))
                .isInstanceOf(UnreadableDocumentException.class)
                .hasMessageContaining(reason);
    }

    private String text(DocumentFormat format, byte[] document) throws IOException {
        return documents.text(format, new ByteArrayInputStream(document));
    }

    private static byte[] pdf(String text, @org.jspecify.annotations.Nullable String password) throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            if (!text.isEmpty()) {
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                    content.newLineAtOffset(72, 700);
                    content.showText(text);
                    content.endText();
                }
            }
            if (password != null) {
                document.protect(new StandardProtectionPolicy(password, password, new AccessPermission()));
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    private static byte[] docx(String text) throws IOException {
        try (XWPFDocument document = new XWPFDocument()) {
            document.createParagraph().createRun().setText(text);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.write(bytes);
            return bytes.toByteArray();
        }
    }

    /** The same archive with one entry replaced. */
    private static byte[] zipped(byte[] archive, String entry, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var in = new java.util.zip.ZipInputStream(new ByteArrayInputStream(archive));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry next = in.getNextEntry(); next != null; next = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(next.getName()));
                if (next.getName().equals(entry)) {
                    out.write(content);
                } else {
                    ((InputStream) in).transferTo(out);
                }
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static DocumentsConfig limits(Duration timeout) {
        return new DocumentsConfig() {
            @Override
            public Duration timeout() {
                return timeout;
            }

            @Override
            public int readers() {
                return 1;
            }

            @Override
            public MemorySize memory() {
                return new MemorySize(BigInteger.valueOf(128L * 1024 * 1024));
            }

            @Override
            public MemorySize maxText() {
                return new MemorySize(BigInteger.valueOf(1024 * 1024));
            }
        };
    }
}
