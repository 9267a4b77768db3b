package io.inhouse.inference.recording;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How answers are stored while they are sent. */
@ConfigMapping(prefix = "inhouse.serving.answers")
public interface AnswersConfig {
    /** Longest time that text waits to be stored and sent together with what follows. */
    @WithDefault("PT0.1S")
    Duration batch();

    /** How often this process looks for answers whose process is gone. */
    @WithDefault("PT30S")
    Duration recoverEvery();

    /** How long an orderly end waits for running answers to be recorded as interrupted. */
    @WithDefault("PT5S")
    Duration farewell();
}
