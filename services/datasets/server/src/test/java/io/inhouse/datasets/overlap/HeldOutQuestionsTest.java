package io.inhouse.datasets.overlap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldOutQuestionsTest {
    private static final int ENOUGH = 1_000_000;

    private static HeldOutQuestions of(int mostShingles, String... questions) {
        HeldOutQuestions held = new HeldOutQuestions(mostShingles);
        for (String question : questions) {
            held.add(question);
        }
        return held;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "How do I unblock my PIN?   | how do i  unblock my pin?   | true",
                "Wo ist die Straße?         | WO IST DIE STRASSE?         | true",
                "caf\u00e9                 | cafe\u0301                 | true",
                "What is 2+3?               | What is 2-3?                | false",
                "my card is lost            | my cart is lost             | false",
            })
    void sameButForCaseSpaceAndComposition(String one, String other, boolean same) {
        assertThat(of(ENOUGH, one.translateEscapes())
                        .same(other.translateEscapes())
                        .isEmpty())
                .isEqualTo(!same);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Is there an auto top-up option?   | is there an auto top up option     | 1.0",
                "I think my card is broken         | I think my card is broke?          | 0.95",
                "my card was lost on the train     | my dog was lost on the train       | 0",
                "when is the branch open           | who may open an account            | 0",
            })
    void nearlyTheSameIsFoundWithItsSimilarity(String heldOut, String training, double similarity) {
        List<HeldOutQuestions.Match> matches =
                of(ENOUGH, "something else entirely", heldOut).near(training);

        if (similarity == 0) {
            assertThat(matches).isEmpty();
        } else {
            assertThat(matches).singleElement().satisfies(match -> {
                assertThat(match.heldOut()).isEqualTo(1);
                assertThat(Math.floor(match.similarity() * 100) / 100).isEqualTo(similarity);
            });
        }
    }

    @Test
    void nothingIsMissedThatComparingAllWithAllFinds() {
        // Given texts of few words, and variants of them with single letters changed
        Random random = new Random(5);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            StringBuilder text = new StringBuilder();
            for (int w = 3 + random.nextInt(30); w > 0; w--) {
                text.append("alpha bravo cargo delta eagle frost gamma hotel".split(" ")[random.nextInt(8)])
                        .append(' ');
            }
            texts.add(text.toString());
            text.setCharAt(random.nextInt(text.length()), 'x');
            texts.add(text.toString());
        }
        HeldOutQuestions held = of(ENOUGH, texts.toArray(String[]::new));

        int pairs = 0;
        for (String text : texts) {
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                if (Shingles.similarity(Shingles.of(text), Shingles.of(texts.get(i))) >= HeldOutQuestions.NEAR) {
                    expected.add(i);
                }
            }
            assertThat(held.near(text).stream().map(HeldOutQuestions.Match::heldOut))
                    .containsExactlyInAnyOrderElementsOf(expected);
            pairs += expected.size();
        }
        assertThat(pairs).isGreaterThan(texts.size() + 20);
    }

    @Test
    void ofVeryMuchTextASampleIsComparedAndTheSameIsStillFound() {
        Random random = new Random(6);
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        String text = letters.toString();
        HeldOutQuestions held = of(2_000, text, letters.reverse().toString());

        assertThat(held.near(text + "!"))
                .extracting(HeldOutQuestions.Match::heldOut)
                .containsExactly(0);
        assertThat(held.same(text)).containsExactly(0);
    }

    @Test
    void whatHasNoLettersIsOnlyEverTheSame() {
        HeldOutQuestions held = of(ENOUGH, "???");

        assertThat(held.near("!!!")).isEmpty();
        assertThat(held.same("???")).containsExactly(0);
        assertThat(held.same("!!!")).isEmpty();
    }
}
