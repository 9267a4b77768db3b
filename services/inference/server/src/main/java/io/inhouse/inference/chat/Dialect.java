package io.inhouse.inference.chat;

import io.inhouse.inference.client.Usage;
import io.inhouse.inference.recording.Answer;
import java.util.List;

/** How an answer is told: the objects of one of OpenAI's endpoints. */
interface Dialect {
    /** The whole answer. */
    Object whole(Answer.Finished answer);

    /** What a stream begins with, before any text. */
    List<Object> opening();

    Object piece(String text);

    /** @param reason {@code stop} or {@code length} */
    Object end(String reason);

    /** The last piece of a stream whose caller wants to know the usage. */
    Object usage(Usage usage);
}
