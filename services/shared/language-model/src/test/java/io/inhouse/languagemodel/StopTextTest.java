package io.inhouse.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopTextTest {
    @Test
    void the_beginning_of_a_stop_string_is_held_back_until_it_is_decided() {
        StopText text = new StopText(List.of("END", "\n\n"));

        assertThat(text.add("a E")).isEqualTo("a ");
        assertThat(text.add("Nx")).isEqualTo("ENx");
        assertThat(text.add("y\n")).isEqualTo("y");
        assertThat(text.add("\nz")).isEmpty();
        assertThat(text.stopped()).isTrue();
        assertThat(text.given()).isEqualTo("a ENxy");
    }

    @Test
    void what_is_held_back_comes_when_nothing_more_does() {
        StopText text = new StopText(List.of("END"));

        String first = text.add("the EN");

        assertThat(first + text.finish()).isEqualTo("the EN");
    }
}
