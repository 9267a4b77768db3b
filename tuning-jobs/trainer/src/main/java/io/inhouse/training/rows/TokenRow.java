package io.inhouse.training.rows;

/**
 * What the model reads at once: begin-of-text, prompt, completion, end-of-text; or a text, or a window of one.
 *
 * @param ids all token ids
 * @param promptLength how many of them are begin-of-text and prompt: the loss does not count them. Of a text it is 1, since
 *     nothing precedes its first token
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenRow(int[] ids, int promptLength) {
    public TokenRow {
        if (promptLength < 1 || promptLength >= ids.length) {
            throw new IllegalArgumentException("a prompt of " + promptLength + " of " + ids.length
                    + " tokens leaves nothing to read or nothing to learn");
        }
    }

    /** Tokens whose prediction counts: the completion's or text's, and end-of-text. */
    public int learned() {
        return ids.length - promptLength;
    }
}
