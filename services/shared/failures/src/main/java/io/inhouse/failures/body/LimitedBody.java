package io.inhouse.failures.body;

import io.inhouse.failures.PlatformException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** A body that does not say how long it is. Reading more than it may hold fails, before that is handed on. */
final class LimitedBody extends FilterInputStream {
    private final Supplier<PlatformException> tooLarge;
    private long left;

    LimitedBody(InputStream body, long most, Supplier<PlatformException> tooLarge) {
        super(body);
        this.left = most;
        this.tooLarge = tooLarge;
    }

    @Override
    public int read() throws IOException {
        int read = in.read();
        if (read >= 0) {
            count(1);
        }
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = in.skip(n);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Closing would wait for the rest of the body. */
    @Override
    public void close() throws IOException {
        if (left >= 0) {
            super.close();
        }
    }

    private void count(long bytes) {
        left -= bytes;
        if (left < 0) {
            throw tooLarge.get();
        }
    }
}
