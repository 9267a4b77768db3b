package io.inhouse.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.portal.language.Language;
import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every text is there in every language, with the same values in it. */
class TranslationsTest {
    private static final Pattern VALUE = Pattern.compile("\\{([a-z]\\w*)}");

    @Test
    void everyBundleIsWhollyTranslated() throws IOException {
        for (Class<?> bundle : bundles()) {
            for (String language : Language.TRANSLATED) {
                Properties texts = texts(bundle, language);
                assertThat(texts.stringPropertyNames())
                        .as("%s in %s", bundle.getSimpleName(), language)
                        .containsExactlyInAnyOrderElementsOf(Arrays.stream(bundle.getDeclaredMethods())
                                .map(Method::getName)
                                .toList());
            }
        }
    }

    @Test
    void aTranslationSaysTheSameValues() throws IOException {
        for (Class<?> bundle : bundles()) {
            for (String language : Language.TRANSLATED) {
                Properties texts = texts(bundle, language);
                for (Method text : bundle.getDeclaredMethods()) {
                    assertThat(values(texts.getProperty(text.getName(), "")))
                            .as("%s.%s in %s", bundle.getSimpleName(), text.getName(), language)
                            .isEqualTo(values(text.getAnnotation(Message.class).value()));
                }
            }
        }
    }

    @Test
    void everyBundleIsOfferedInTheVisitorsLanguage() throws Exception {
        Class<?> translations = Class.forName("io.inhouse.portal.translations.Translations");

        assertThat(Arrays.stream(translations.getDeclaredMethods()).<Class<?>>map(Method::getReturnType))
                .containsAll(bundles());
    }

    private static List<Class<?>> bundles() throws IOException {
        List<Class<?>> bundles = new ArrayList<>();
        Path classes = Path.of("target", "classes");
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(f -> f.toString().endsWith("Words.class"))
                    .sorted()
                    .toList()) {
                String name = classes.relativize(file).toString().replace('/', '.');
                bundles.add(Class.forName(name.substring(0, name.length() - ".class".length())));
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        assertThat(bundles).hasSizeGreaterThan(4);
        return bundles;
    }

    private static Properties texts(Class<?> bundle, String language) throws IOException {
        String name = bundle.getAnnotation(MessageBundle.class).value() + "_" + language + ".properties";
        Properties texts = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("src", "main", "resources", "messages", name))) {
            texts.load(file);
        }
        return texts;
    }

    private static TreeSet<String> values(String text) {
        return VALUE.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
