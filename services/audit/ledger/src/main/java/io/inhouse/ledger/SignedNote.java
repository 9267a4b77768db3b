package io.inhouse.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A text with signatures under it (c2sp.org/signed-note): the text, an empty line, and one line per signature,
 * {@code — <name> <Base64 of key id and signature>}.
 *
 * @param text ends with a newline, which is part of what is signed
 */
public record SignedNote(String text, List<Signature> signatures) {
    private static final String MARK = "\u2014 ";
    private static final int MAX_SIZE = 16 << 20;
    private static final int MAX_SIGNATURES = 100;

    /** @param blob Base64 of four bytes of key id and the signature */
    public record Signature(String name, String blob) {
        public Signature {
            VerifierKey.checkName(name);
            if (Hash.decodeBase64(blob).length < 5) {
                throw new IllegalArgumentException("a signature without bytes after the key's id");
            }
        }

        /** Whether it names the key; that it is genuine is another matter. */
        public boolean isBy(VerifierKey key) {
            return key.name().equals(name) && key.id() == keyId();
        }

        /** The line under a note, without its newline. */
        public String line() {
            return MARK + name + " " + blob;
        }

        /** @throws IllegalArgumentException if it is no signature line */
        public static Signature parse(String line) {
            int space = line.indexOf(' ', MARK.length());
            if (!line.startsWith(MARK) || space < 0) {
                throw new IllegalArgumentException("a signature line reads \u2014 <name> <Base64>");
            }
            return new Signature(line.substring(MARK.length(), space), line.substring(space + 1));
        }

        int keyId() {
            return ByteBuffer.wrap(Hash.decodeBase64(blob)).getInt();
        }

        byte[] bytes() {
            byte[] decoded = Hash.decodeBase64(blob);
            return Arrays.copyOfRange(decoded, 4, decoded.length);
        }
    }

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("a note's text ends with a newline");
        }
        noControls(text);
        if (signatures.isEmpty()) {
            throw new IllegalArgumentException("a note without signature");
        }
    }

    /** @throws IllegalArgumentException saying what is malformed */
    public static SignedNote parse(byte[] bytes) {
        if (bytes.length > MAX_SIZE) {
            throw new IllegalArgumentException("a note of " + bytes.length + " bytes; at most " + MAX_SIZE);
        }
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a note that is not UTF-8", e);
        }
    }

    /** @throws IllegalArgumentException saying what is malformed */
    public static SignedNote parse(String note) {
        noControls(note);
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n")) {
            throw new IllegalArgumentException(
                    "a note has a text, an empty line and signature lines, each ending in a newline");
        }
        List<Signature> signatures = new ArrayList<>();
        for (String line : note.substring(split + 2).lines().toList()) {
            signatures.add(Signature.parse(line));
            if (signatures.size() > MAX_SIGNATURES) {
                throw new IllegalArgumentException("a note with more than " + MAX_SIGNATURES + " signatures");
            }
        }
        return new SignedNote(note.substring(0, split + 1), signatures);
    }

    /** This note with another's signatures added; for cosignatures. */
    public SignedNote with(Signature more) {
        List<Signature> all = new ArrayList<>(signatures);
        all.add(more);
        return new SignedNote(text, all);
    }

    /** The bytes that {@link #parse} reads, as text. */
    public String encode() {
        StringBuilder note = new StringBuilder(text).append('\n');
        for (Signature signature : signatures) {
            note.append(signature.line()).append('\n');
        }
        return note.toString();
    }

    /**
     * Which of the known keys signed this. Signatures by other keys are ignored.
     *
     * @return not empty
     * @throws UnverifiedNoteException if a known key's signature is wrong, or none of the known keys signed
     */
    public Set<VerifierKey> verify(Collection<VerifierKey> known) throws UnverifiedNoteException {
        Set<VerifierKey> signers = signers(known);
        if (signers.isEmpty()) {
            throw new UnverifiedNoteException("not signed by "
                    + String.join(", ", known.stream().map(VerifierKey::label).toList()) + " but by "
                    + String.join(
                            ", ", signatures.stream().map(SignedNote::label).toList()));
        }
        return signers;
    }

    /**
     * As {@link #verify}, but perhaps none.
     *
     * @throws UnverifiedNoteException if a known key's signature is wrong
     */
    public Set<VerifierKey> signers(Collection<VerifierKey> known) throws UnverifiedNoteException {
        Set<VerifierKey> signers = new LinkedHashSet<>();
        for (Signature signature : signatures) {
            for (VerifierKey key : known) {
                if (!signature.isBy(key)) {
                    continue;
                }
                if (!key.verifies(text, signature.bytes())) {
                    throw new UnverifiedNoteException("the signature of " + key.label() + " does not fit the text");
                }
                signers.add(key);
            }
        }
        return signers;
    }

    /** Whether this key signed, and everything it signed fits. */
    public boolean isSignedBy(VerifierKey key) {
        try {
            return signers(List.of(key)).contains(key);
        } catch (UnverifiedNoteException e) {
            return false;
        }
    }

    /** When the cosigner says it signed, in Unix seconds; empty if it did not sign, or signs without a time. */
    public OptionalLong timeOf(VerifierKey cosigner) {
        return signatures.stream()
                .filter(signature -> cosigner.kind().isTimestamped() && signature.isBy(cosigner))
                .mapToLong(signature -> ByteBuffer.wrap(signature.bytes()).getLong())
                .max();
    }

    private static String label(Signature signature) {
        return signature.name() + "+" + HexFormat.of().toHexDigits(signature.keyId());
    }

    private static void noControls(String text) {
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c < 0x80)) {
            throw new IllegalArgumentException("a note with a control character other than the newline");
        }
    }
}
