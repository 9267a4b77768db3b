package io.inhouse.local.home;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Every password of the platform, generated when first needed and kept in one file that only the owner can read. */
public final class Secrets {
    private static final int BYTES = 24;
    /** Without the letters and digits that people mistake for each other. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final Path file;
    private final RandomGenerator random;
    private final Map<String, String> byName;

    Secrets(Path file, RandomGenerator random, Map<String, String> byName) {
        this.file = file;
        this.random = random;
        this.byName = new TreeMap<>(byName);
    }

    public static Secrets open(Home home) throws IOException {
        Path file = home.secrets().resolve("secrets.json");
        Map<String, String> known = new LinkedHashMap<>();
        if (Files.exists(file)) {
            new ObjectMapper()
                    .readTree(file.toFile())
                    .properties()
                    .forEach(e -> known.put(e.getKey(), e.getValue().textValue()));
        }
        return new Secrets(file, new SecureRandom(), known);
    }

    /** 192 random bits, URL-safe; the same on every call. */
    public synchronized String secret(String name) throws IOException {
        String known = byName.get(name);
        return known == null ? keep(name, random()) : known;
    }

    /** A password a person can type: four groups of five with small and capital letters and digits, about 115 bits. */
    public synchronized String password(String name) throws IOException {
        String known = byName.get(name);
        return known == null ? keep(name, typeable()) : known;
    }

    private String keep(String name, String value) throws IOException {
        byName.put(name, value);
        Home.writePrivately(
                file,
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(byName));
        return value;
    }

    private String random() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String typeable() {
        while (true) {
            StringBuilder word = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                word.append(i > 0 && i % 5 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            if (word.chars().anyMatch(Character::isDigit)
                    && word.chars().anyMatch(Character::isUpperCase)
                    && word.chars().anyMatch(Character::isLowerCase)) {
                return word.toString();
            }
        }
    }
}
