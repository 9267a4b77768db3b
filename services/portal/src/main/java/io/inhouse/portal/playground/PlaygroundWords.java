package io.inhouse.portal.playground;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the playground. */
@MessageBundle("playground")
public interface PlaygroundWords {
    @Message("Playground")
    String title();

    @Message("Ask two models the same question and compare their answers.")
    String lead();

    @Message("There is no model to ask yet.")
    String noModels();

    @Message("Question")
    String question();

    @Message("What do you ask?")
    String text();

    @Message("Write it as an application would send it: adapters answer best what looks like their training rows.")
    String textHint();

    @Message("Model on the left")
    String left();

    @Message("Model on the right")
    String right();

    @Message("Most tokens")
    String maxTokens();

    @Message("Temperature")
    String temperature();

    @Message("Seed")
    String seed();

    @Message(
            "At temperature 0 the likeliest word is always taken; with a higher one a word is drawn, and equal seeds draw equally.")
    String temperatureHint();

    @Message("Ask both")
    String ask();

    @Message("Question and answers are recorded, encrypted. Each answer carries the number of its entry as a receipt.")
    String recorded();

    @Message("Receipt")
    String receipt();

    @Message("The model gave no answer. Try again in a minute.")
    String noAnswer();

    @Message("There was no question")
    String noQuestion();

    @Message("Write what you want to ask.")
    String noQuestionText();

    @Message("One value is not a number")
    String noNumber();

    @Message("Tokens, temperature and seed must be numbers; write decimals with a point.")
    String noNumberText();
}
