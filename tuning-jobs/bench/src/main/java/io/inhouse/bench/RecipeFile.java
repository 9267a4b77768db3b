package io.inhouse.bench;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.inhouse.training.TrainingRefusedException;
import io.inhouse.tuning.client.Recipe;
import io.inhouse.tuning.client.RecipeRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A recipe as one YAML file, with the members that the API takes. What it leaves out has its default. */
final class RecipeFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private RecipeFile() {}

    /** @throws TrainingRefusedException naming everything that is wrong with the file */
    static Recipe read(Path file) throws IOException {
        return parse(file.getFileName().toString(), Files.readString(file));
    }

    static Recipe parse(String name, String yaml) {
        RecipeRequest request;
        try (MappingIterator<RecipeRequest> documents =
                YAML.readerFor(RecipeRequest.class).readValues(yaml)) {
            // A file without a document says nothing, so it is the defaults.
            request = documents.hasNextValue()
                    ? Optional.ofNullable(documents.nextValue()).orElse(RecipeRequest.nothing())
                    : RecipeRequest.nothing();
            if (documents.hasNextValue()) {
                throw new TrainingRefusedException(name + " is no recipe: it holds more than one document");
            }
        } catch (JsonProcessingException e) {
            throw new TrainingRefusedException(
                    name + " is no recipe: " + e.getOriginalMessage()
                            + (e.getLocation() == null
                                    ? ""
                                    : ", line " + e.getLocation().getLineNr()),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Recipe recipe = request.over(Recipe.defaults());
        List<String> mistakes = Stream.concat(request.mistakes().stream(), recipe.mistakes().stream())
                .toList();
        if (!mistakes.isEmpty()) {
            throw new TrainingRefusedException(name + " cannot be used: " + String.join("; ", mistakes));
        }
        return recipe;
    }

    /** Every member with its default and what it trades. */
    static String defaults() {
        try (InputStream file = Objects.requireNonNull(RecipeFile.class.getResourceAsStream("recipe.yaml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
