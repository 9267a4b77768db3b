package io.inhouse.registry.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.failures.PlatformException;
import org.junit.jupiter.api.Test;

class CommentTest {
    @Test
    void whatIsKeptForEverHasALength() {
        assertThat(Comment.of(" better than before ")).isEqualTo("better than before");
        assertThat(Comment.of("x".repeat(2000))).hasSize(2000);
        assertThatThrownBy(() -> Comment.of("x".repeat(2001)))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("2000 characters");
    }

    @Test
    void aDecisionHasAReason() {
        assertThatThrownBy(() -> Comment.of(null)).isInstanceOf(PlatformException.class);
        assertThatThrownBy(() -> Comment.of(" ")).isInstanceOf(PlatformException.class);
    }
}
