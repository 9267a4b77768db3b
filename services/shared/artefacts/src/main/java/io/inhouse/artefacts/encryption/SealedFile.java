package io.inhouse.artefacts.encryption;

import io.inhouse.artefacts.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/**
 * One encrypted file, written and read in pieces of {@value #CHUNK} bytes, so that an object of any size needs little
 * memory.
 *
 * <pre>
 * magic "INHARTF1" (8) | chunk size (int) | wrapped data key (60)        wrapped for the object's digest
 * chunk 0 | chunk 1 | … | last chunk                                      each: ciphertext, tag (16)
 * </pre>
 *
 * Every object has its own data key. A chunk's nonce is its index (8 bytes) and whether it is the last (4 bytes), so
 * cutting, swapping or repeating chunks is noticed (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár,
 * 2015); a file under another object's name is noticed because the data key is wrapped for the digest.
 */
public final class SealedFile {
    /** Plain bytes in a chunk. */
    static final int CHUNK = 64 * 1024;

    private static final String ALIAS = "artefacts";
    private static final byte[] MAGIC = "INHARTF1".getBytes(StandardCharsets.US_ASCII);
    private static final int WRAPPED_KEY = AesGcm.NONCE_LENGTH + AesGcm.KEY_LENGTH + AesGcm.TAG_LENGTH;
    private static final int HEADER = MAGIC.length + Integer.BYTES + WRAPPED_KEY;

    private SealedFile() {}

    /**
     * Encrypts what {@code content} yields into {@code file}, which is new, and flushes it to disk.
     *
     * @return the plain content's digest and size
     */
    public static Written write(MasterKeys keys, Path file, InputStream content) throws IOException {
        byte[] dataKey = AesGcm.newKey();
        MessageDigest sha256 = sha256();
        long size = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            // The digest that the key is wrapped for is known at the end, so the header is filled in last.
            channel.position(HEADER);
            byte[] current = content.readNBytes(CHUNK);
            for (long index = 0; ; index++) {
                byte[] next = current.length < CHUNK ? new byte[0] : content.readNBytes(CHUNK);
                boolean last = next.length == 0;
                sha256.update(current);
                size += current.length;
                writeFully(channel, crypt(Cipher.ENCRYPT_MODE, dataKey, index, last, current));
                if (last) {
                    break;
                }
                current = next;
            }
            Digest digest = Digest.of(sha256.digest());
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            header.put(MAGIC).putInt(CHUNK).put(keys.wrap(ALIAS, dataKey, context(digest)));
            channel.position(0);
            writeFully(channel, header.flip());
            channel.force(true);
            return new Written(digest, size);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot encrypt with AES-256-GCM", e);
        }
    }

    /**
     * Reads the plain content. The stream fails with an {@link IOException} that names the object as soon as it meets a
     * changed, missing or moved chunk; what it yielded before that is authentic.
     */
    public static InputStream read(MasterKeys keys, InputStream file, Digest digest) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(file.readNBytes(HEADER));
        byte[] magic = new byte[MAGIC.length];
        if (header.remaining() < HEADER || !Arrays.equals(MAGIC, read(header, magic))) {
            throw new IOException("the stored object " + digest + " has no valid header");
        }
        int chunk = header.getInt();
        if (chunk != CHUNK) {
            throw new IOException("the stored object " + digest + " has chunks of " + chunk + " bytes, not " + CHUNK);
        }
        try {
            byte[] dataKey = keys.unwrap(ALIAS, read(header, new byte[WRAPPED_KEY]), context(digest));
            return new Opened(file, digest, dataKey);
        } catch (AEADBadTagException e) {
            throw new IOException("the stored object " + digest + " was not stored under this name and master key", e);
        }
    }

    /** @param size plain bytes */
    public record Written(Digest digest, long size) {}

    private static byte[] read(ByteBuffer from, byte[] into) {
        from.get(into);
        return into;
    }

    private static byte[] context(Digest digest) {
        return ("artefact\n" + digest).getBytes(StandardCharsets.US_ASCII);
    }

    private static ByteBuffer crypt(int mode, byte[] key, long index, boolean last, byte[] input)
            throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(AesGcm.NONCE_LENGTH)
                .putLong(index)
                .putInt(last ? 1 : 0)
                .array();
        return ByteBuffer.wrap(AesGcm.cipher(mode, key, nonce, MAGIC).doFinal(input));
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Decrypts chunk by chunk. One byte of the following chunk is read ahead to know which chunk is the last. */
    private static final class Opened extends InputStream {
        private final InputStream file;
        private final Digest digest;
        private final byte[] dataKey;
        private byte[] ahead;
        private ByteBuffer plain = ByteBuffer.allocate(0);
        private long index;
        private boolean finished;

        Opened(InputStream file, Digest digest, byte[] dataKey) throws IOException {
            this.file = file;
            this.digest = digest;
            this.dataKey = dataKey;
            this.ahead = file.readNBytes(CHUNK + AesGcm.TAG_LENGTH);
        }

        @Override
        public int read() throws IOException {
            return fill() ? plain.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, plain.remaining());
            plain.get(buffer, offset, count);
            return count;
        }

        @Override
        public int available() {
            return plain.remaining();
        }

        @Override
        public void close() throws IOException {
            finished = true;
            plain = ByteBuffer.allocate(0);
            file.close();
        }

        private boolean fill() throws IOException {
            while (!plain.hasRemaining()) {
                if (finished) {
                    return false;
                }
                byte[] current = ahead;
                ahead = file.readNBytes(CHUNK + AesGcm.TAG_LENGTH);
                boolean last = ahead.length == 0;
                if (current.length < AesGcm.TAG_LENGTH) {
                    throw new EOFException("the stored object " + digest + " ends within chunk " + index);
                }
                try {
                    plain = crypt(Cipher.DECRYPT_MODE, dataKey, index, last, current);
                } catch (GeneralSecurityException e) {
                    throw new IOException("the stored object " + digest + " was changed at chunk " + index, e);
                }
                index++;
                finished = last;
            }
            return true;
        }
    }
}
