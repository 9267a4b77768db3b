package io.inhouse.datasets.rows;

/**
 * One line of an upload, without its end.
 *
 * @param number from 1
 * @param bytes what was kept of it: all, or the first part of a line over the limit
 * @param length bytes it had
 * @param complete whether {@code bytes} is all of it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Line(long number, byte[] bytes, long length, boolean complete) {
    boolean isBlank() {
        if (!complete) {
            return false;
        }
        for (byte b : bytes) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
