package io.inhouse.adapterformat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code adapter_config.json} says, as far as we support it: LoRA, rank-stabilised LoRA and DoRA without bias, without
 * dropout in use. The update of a module is {@code scaling(path) * B A}.
 *
 * @param baseModel the base model, named by digest ({@code sha256:…}) in adapters made here; never a path in what we write
 * @param rank LoRA's r, at least 1
 * @param alpha LoRA's numerator of the scale; finite and above 0
 * @param dropout the probability used while training, in [0, 1); of no meaning afterwards
 * @param targetModules names such as {@code q_proj}: a module is adapted if its path is, or ends in, one of them
 * @param rankStabilised whether the scale is alpha / sqrt(rank) (Kalajdzievski 2023, arXiv:2312.03732)
 * @param decomposed whether each row of W + s B A is brought to a length of its own (DoRA; Liu et al. 2024, arXiv:2402.09353)
 * @param ranks of modules with a rank of their own, by names as in {@code targetModules}; the first that fits counts
 * @param alphas likewise
 */
public record AdapterConfig(
        String baseModel,
        int rank,
        double alpha,
        double dropout,
        SortedSet<String> targetModules,
        boolean rankStabilised,
        boolean decomposed,
        Map<String, Integer> ranks,
        Map<String, Double> alphas) {
    /** Members of PEFT's LoraConfig which change the mathematics or the file layout unless they are off. */
    private static final Set<String> HARMLESS = Set.of(
            "peft_type",
            "task_type",
            "base_model_name_or_path",
            "r",
            "lora_alpha",
            "lora_dropout",
            "target_modules",
            "bias",
            "inference_mode",
            "init_lora_weights",
            "revision",
            "auto_mapping",
            "peft_version",
            "megatron_core",
            "qalora_group_size",
            "fan_in_fan_out",
            "use_rslora",
            "use_dora",
            "rank_pattern",
            "alpha_pattern");

    private static final Pattern MODULE = Pattern.compile("\\w+(\\.\\w+)*");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    public AdapterConfig {
        if (baseModel.isBlank()) {
            throw new IllegalArgumentException("base_model_name_or_path is empty");
        }
        if (rank < 1) {
            throw new IllegalArgumentException("r is " + rank + "; the rank must be at least 1");
        }
        if (!Double.isFinite(alpha) || alpha <= 0) {
            throw new IllegalArgumentException("lora_alpha is " + alpha + "; it must be a finite number above 0");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("lora_dropout is " + dropout + "; it must lie in [0, 1)");
        }
        targetModules = new TreeSet<>(targetModules);
        if (targetModules.isEmpty() || targetModules.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("target_modules names no module");
        }
        ranks = Collections.unmodifiableMap(new LinkedHashMap<>(ranks));
        alphas = Collections.unmodifiableMap(new LinkedHashMap<>(alphas));
        ranks.forEach((module, own) -> {
            if (own < 1) {
                throw new IllegalArgumentException("rank_pattern gives " + module + " the rank " + own);
            }
        });
        alphas.forEach((module, own) -> {
            if (!Double.isFinite(own) || own <= 0) {
                throw new IllegalArgumentException("alpha_pattern gives " + module + " the alpha " + own);
            }
        });
    }

    /** One rank and one alpha for all modules. */
    public AdapterConfig(
            String baseModel,
            int rank,
            double alpha,
            double dropout,
            SortedSet<String> targetModules,
            boolean rankStabilised,
            boolean decomposed) {
        this(baseModel, rank, alpha, dropout, targetModules, rankStabilised, decomposed, Map.of(), Map.of());
    }

    /** Plain LoRA. */
    public AdapterConfig(String baseModel, int rank, double alpha, double dropout, SortedSet<String> targetModules) {
        this(baseModel, rank, alpha, dropout, targetModules, false, false);
    }

    /** The factor s in y = x W^T + s (x A^T) B^T, of modules without a rank or alpha of their own. */
    public double scaling() {
        return scaling(alpha, rank);
    }

    /** The factor s of the module with this path, or this name. */
    public double scaling(String modulePath) {
        return scaling(own(alphas, modulePath, alpha), rank(modulePath));
    }

    private double scaling(double ownAlpha, int ownRank) {
        return rankStabilised ? ownAlpha / Math.sqrt(ownRank) : ownAlpha / ownRank;
    }

    /** LoRA's r of the module with this path, or this name. */
    public int rank(String modulePath) {
        return own(ranks, modulePath, rank);
    }

    private static <T> T own(Map<String, T> values, String modulePath, T usual) {
        return values.entrySet().stream()
                .filter(value -> names(value.getKey(), modulePath))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(usual);
    }

    private static boolean names(String name, String modulePath) {
        return modulePath.equals(name) || modulePath.endsWith("." + name);
    }

    /** Whether the module with this path in the base model, such as {@code model.layers.0.self_attn.q_proj}, is meant. */
    public boolean targets(String modulePath) {
        return targetModules.stream().anyMatch(t -> names(t, modulePath));
    }

    /** @throws MalformedAdapterException if this is no such file, or uses something we would compute wrongly */
    public static AdapterConfig parse(byte[] json) throws MalformedAdapterException {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw malformed("is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw malformed("is not readable", e);
        }
        if (!root.isObject()) {
            throw malformed("is not a JSON object", null);
        }
        requireText(root, "peft_type", "LORA");
        requireText(root, "task_type", "CAUSAL_LM");
        requireText(root, "bias", "none");
        refuseWhatIsUnknown(root);
        try {
            return new AdapterConfig(
                    text(root, "base_model_name_or_path"),
                    integer(root, "r"),
                    number(root, "lora_alpha"),
                    root.hasNonNull("lora_dropout") ? number(root, "lora_dropout") : 0,
                    targets(root.path("target_modules")),
                    flag(root, "use_rslora"),
                    flag(root, "use_dora"),
                    ranks(root),
                    alphas(root));
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()), e);
        }
    }

    private static void refuseWhatIsUnknown(JsonNode root) throws MalformedAdapterException {
        for (Map.Entry<String, JsonNode> member : root.properties()) {
            if (!HARMLESS.contains(member.getKey()) && !isOff(member.getKey(), member.getValue())) {
                throw malformed(
                        member.getKey() + " = " + member.getValue()
                                + " is not supported; LoRA, rsLoRA and DoRA are (no saved modules)",
                        null);
            }
        }
        if (root.path("fan_in_fan_out").asBoolean(false)) {
            throw malformed("fan_in_fan_out = true is not supported", null);
        }
        JsonNode init = root.path("init_lora_weights");
        boolean baseUnchanged = init.isMissingNode()
                || init.isNull()
                || init.isBoolean()
                || Set.of("gaussian", "orthogonal", "eva").contains(init.asText());
        if (!baseUnchanged) {
            throw malformed("init_lora_weights = " + init + " changes the base model and is not supported", null);
        }
    }

    /** PEFT writes every feature into the file; absent, null, false, empty all mean that it is not used. */
    private static boolean isOff(String name, JsonNode value) {
        if (name.equals("runtime_config")) {
            return !value.path("ephemeral_gpu_offload").asBoolean(false);
        }
        return value.isNull()
                || (value.isBoolean() && !value.booleanValue())
                || (value.isContainerNode() && value.isEmpty())
                || (value.isTextual() && value.textValue().isEmpty());
    }

    private static void requireText(JsonNode root, String name, String expected) throws MalformedAdapterException {
        JsonNode value = root.path(name);
        boolean mayBeAbsent = !name.equals("peft_type");
        if (mayBeAbsent && (value.isMissingNode() || value.isNull())) {
            return;
        }
        if (!value.isTextual() || !value.textValue().equals(expected)) {
            throw malformed(name + " is " + value + "; only \"" + expected + "\" is supported", null);
        }
    }

    private static String text(JsonNode root, String name) {
        JsonNode value = root.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " is missing or not a string");
        }
        return value.textValue();
    }

    private static int integer(JsonNode root, String name) {
        JsonNode value = root.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new IllegalArgumentException(name + " is missing or not an integer");
        }
        return value.intValue();
    }

    private static boolean flag(JsonNode root, String name) {
        JsonNode value = root.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw new IllegalArgumentException(name + " is " + value + ", not a truth value");
        }
        return value.booleanValue();
    }

    private static Map<String, Integer> ranks(JsonNode root) {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> own : pattern(root, "rank_pattern").properties()) {
            if (!own.getValue().isIntegralNumber() || !own.getValue().canConvertToInt()) {
                throw new IllegalArgumentException("rank_pattern gives " + own.getKey() + " no integer");
            }
            ranks.put(own.getKey(), own.getValue().intValue());
        }
        return ranks;
    }

    private static Map<String, Double> alphas(JsonNode root) {
        Map<String, Double> alphas = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> own : pattern(root, "alpha_pattern").properties()) {
            if (!own.getValue().isNumber()) {
                throw new IllegalArgumentException("alpha_pattern gives " + own.getKey() + " no number");
            }
            alphas.put(own.getKey(), own.getValue().doubleValue());
        }
        return alphas;
    }

    /** PEFT takes any regular expression; we take names, which mean the same to both. */
    private static JsonNode pattern(JsonNode root, String name) {
        JsonNode pattern = root.path(name);
        if (pattern.isMissingNode() || pattern.isNull()) {
            return JSON.createObjectNode();
        }
        if (!pattern.isObject()) {
            throw new IllegalArgumentException(name + " is " + pattern + ", not an object");
        }
        for (Map.Entry<String, JsonNode> own : pattern.properties()) {
            if (!MODULE.matcher(own.getKey()).matches()) {
                throw new IllegalArgumentException(
                        name + " names " + own.getKey() + "; a module's name is needed (patterns are not supported)");
            }
        }
        return pattern;
    }

    private static double number(JsonNode root, String name) {
        JsonNode value = root.path(name);
        if (!value.isNumber()) {
            throw new IllegalArgumentException(name + " is missing or not a number");
        }
        return value.doubleValue();
    }

    private static SortedSet<String> targets(JsonNode node) {
        if (!node.isArray()) {
            throw new IllegalArgumentException(
                    "target_modules is " + node + "; a list of module names is needed (patterns are not supported)");
        }
        SortedSet<String> names = new TreeSet<>();
        for (JsonNode name : node) {
            if (!name.isTextual()) {
                throw new IllegalArgumentException("target_modules holds " + name + ", which is not a string");
            }
            names.add(name.textValue());
        }
        return names;
    }

    private static MalformedAdapterException malformed(String what, @Nullable Throwable cause) {
        String message = AdapterDirectory.CONFIG + ": " + what;
        return cause == null ? new MalformedAdapterException(message) : new MalformedAdapterException(message, cause);
    }

    private static Object shortest(double number) {
        if (number == Math.rint(number) && number < 1e9) {
            return (long) number;
        }
        return number;
    }

    /** The file as PEFT reads it: keys in alphabetical order, two spaces of indentation; equal values give equal bytes. */
    public byte[] toJson() {
        Map<String, Object> members = new TreeMap<>();
        // Left out where unused: an adapter of one rank has the bytes it always had.
        if (!alphas.isEmpty()) {
            Map<String, Object> written = new TreeMap<>();
            alphas.forEach((module, own) -> written.put(module, shortest(own)));
            members.put("alpha_pattern", written);
        }
        if (!ranks.isEmpty()) {
            members.put("rank_pattern", new TreeMap<>(ranks));
        }
        members.put("base_model_name_or_path", baseModel);
        members.put("bias", "none");
        members.put("fan_in_fan_out", false);
        members.put("inference_mode", true);
        members.put("init_lora_weights", true);
        members.put("lora_alpha", shortest(alpha));
        members.put("lora_dropout", dropout);
        members.put("modules_to_save", null);
        members.put("peft_type", "LORA");
        members.put("r", rank);
        members.put("target_modules", new ArrayList<>(targetModules));
        members.put("task_type", "CAUSAL_LM");
        members.put("use_dora", decomposed);
        members.put("use_rslora", rankStabilised);
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(lines);
        printer.indentArraysWith(lines);
        try {
            return (JSON.writer(printer).writeValueAsString(members) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings and numbers can always be written", e);
        }
    }
}
