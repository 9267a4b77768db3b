package io.inhouse.datasets.documents;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.sax.BodyContentHandler;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/**
 * The process that reads one document: the document on the standard input, its text in UTF-8 on the standard output, and
 * how it went as exit status. It has no connection to anything: sockets and addresses of other hosts are switched off
 * before the first byte is read, no other program is started, and nothing is written to a disk.
 */
final class ReaderProcess {
    static final int READ = 0;
    static final int DAMAGED = 10;
    static final int ENCRYPTED = 11;
    static final int TOO_LONG = 12;
    static final int EMPTY = 13;
    static final int MEMORY = 14;
    static final int NOT_TEXT = 15;

    private static final Set<String> LOCAL = Set.of("file", "jar", "jrt");

    private ReaderProcess() {}

    public static void main(String... arguments) throws IOException {
        DocumentFormat format = DocumentFormat.valueOf(arguments[0]);
        int longest = Integer.parseInt(arguments[1]);
        // Whatever a parser prints must not become text of the document.
        OutputStream answer = new FileOutputStream(FileDescriptor.out);
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        withoutNetwork();
        System.exit(read(format, longest, new BufferedInputStream(new FileInputStream(FileDescriptor.in)), answer));
    }

    static int read(DocumentFormat format, int longest, InputStream document, OutputStream answer) throws IOException {
        BodyContentHandler text = new BodyContentHandler(longest);
        try {
            Parser parser = parser(format);
            if (parser == null) {
                return plain(document, longest, answer);
            }
            parser.parse(document, text, new Metadata(), context());
        } catch (EncryptedDocumentException e) {
            return ENCRYPTED;
        } catch (OutOfMemoryError | StackOverflowError e) {
            return MEMORY;
        } catch (SAXException | TikaException | IOException | RuntimeException e) {
            return WriteLimitReachedException.isWriteLimitReached(e) ? TOO_LONG : DAMAGED;
        }
        return written(text.toString(), answer);
    }

    private static int written(String text, OutputStream answer) throws IOException {
        if (text.isBlank()) {
            return EMPTY;
        }
        answer.write(text.getBytes(StandardCharsets.UTF_8));
        answer.flush();
        return READ;
    }

    private static int plain(InputStream document, int longest, OutputStream answer) throws IOException {
        byte[] bytes = document.readNBytes(longest + 1);
        if (bytes.length > longest) {
            return TOO_LONG;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') >= 0
                    ? NOT_TEXT
                    : written(text.startsWith("\ufeff") ? text.substring(1) : text, answer);
        } catch (java.nio.charset.CharacterCodingException e) {
            return NOT_TEXT;
        }
    }

    private static @Nullable Parser parser(DocumentFormat format) {
        return switch (format) {
            case PDF -> new PDFParser();
            case DOCX -> new OOXMLParser();
            case HTML -> new JSoupParser();
            case TEXT -> null;
        };
    }

    /** Attachments and embedded documents are left out, scripts and macros too; nothing is recognised in pictures. */
    private static ParseContext context() {
        ParseContext context = new ParseContext();
        PDFParserConfig pdf = new PDFParserConfig();
        pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        pdf.setExtractInlineImages(false);
        pdf.setSortByPosition(false);
        context.set(PDFParserConfig.class, pdf);
        OfficeParserConfig office = new OfficeParserConfig();
        office.setExtractMacros(false);
        office.setIncludeDeletedContent(false);
        context.set(OfficeParserConfig.class, office);
        context.set(
                org.apache.tika.extractor.EmbeddedDocumentExtractor.class,
                new org.apache.tika.extractor.EmbeddedDocumentExtractor() {
                    @Override
                    public boolean shouldParseEmbedded(Metadata metadata) {
                        return false;
                    }

                    @Override
                    public void parseEmbedded(
                            InputStream stream,
                            org.xml.sax.ContentHandler handler,
                            Metadata metadata,
                            boolean outputHtml) {
                        // never asked for
                    }
                });
        return context;
    }

    @SuppressWarnings("deprecation") // there is no other way to switch sockets off within a process
    private static void withoutNetwork() throws IOException {
        URL.setURLStreamHandlerFactory(protocol -> {
            if (LOCAL.contains(protocol)) {
                return null;
            }
            // An address may be named, as pages do; it is never opened.
            return new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL address) throws IOException {
                    throw new IOException("a document may not open " + protocol);
                }
            };
        });
        Socket.setSocketImplFactory(() -> {
            throw new IllegalStateException("a document may not open a socket");
        });
    }
}
