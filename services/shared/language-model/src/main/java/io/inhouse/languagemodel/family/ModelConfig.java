package io.inhouse.languagemodel.family;

import io.inhouse.languagemodel.weights.UnusableModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * What {@code config.json} says about a model: a decoder as data.
 *
 * @param contextLength most tokens of prompt and completion together
 * @param rotaryDimension dimensions of a head that the rotary embedding turns
 * @param tiedHead whether the embedding is the head as well
 * @param blocks in order
 * @param extraLayers layers in the files that are no blocks (they predict further tokens) and are not used
 * @param beginOfText token id put before every text, if the model has one
 * @param endOfText token ids that end a completion; {@code generation_config.json} has the last word
 */
public record ModelConfig(
        String modelType,
        int vocabularySize,
        int hiddenSize,
        int contextLength,
        double normEpsilon,
        RotaryEmbedding rotaryEmbedding,
        int rotaryDimension,
        boolean tiedHead,
        List<Block> blocks,
        int extraLayers,
        OptionalInt beginOfText,
        List<Integer> endOfText) {
    public ModelConfig {
        blocks = List.copyOf(blocks);
        endOfText = List.copyOf(endOfText);
    }

    /** @throws UnusableModelException if the file is missing or describes something we would compute wrongly */
    public static ModelConfig read(Path directory) {
        ConfigFile config = ConfigFile.read(directory);
        Family family = Families.of(config.modelType());
        config.refuseUnknown();
        ModelConfig described = family.describe(config);
        described.endOfText().forEach(described::requireToken);
        described.beginOfText().ifPresent(described::requireToken);
        return described;
    }

    private void requireToken(int id) {
        if (id < 0 || id >= vocabularySize) {
            throw new UnusableModelException("the configuration names token " + id
                    + " as begin or end of text; vocab_size is " + vocabularySize);
        }
    }

    /** A model of which most is as in Llama. */
    static ModelConfig of(
            ConfigFile config, RotaryEmbedding rotary, int rotaryDimension, double epsilon, BlockParts parts) {
        int hidden = config.positive("hidden_size");
        List<Block> blocks = new ArrayList<>();
        for (int l = 0; l < config.positive("num_hidden_layers"); l++) {
            blocks.add(new Block(
                    "model.layers." + l,
                    hidden,
                    parts.attention().apply(l),
                    parts.feedForward().apply(l)));
        }
        return new ModelConfig(
                config.modelType(),
                config.positive("vocab_size"),
                hidden,
                config.positive("max_position_embeddings"),
                config.number("rms_norm_eps", epsilon),
                rotary,
                rotaryDimension,
                config.flag("tie_word_embeddings", false),
                blocks,
                config.natural("num_nextn_predict_layers"),
                config.beginOfText(),
                config.endOfText());
    }

    /** What blocks are made of, by their index. */
    record BlockParts(IntFunction<Attention> attention, IntFunction<FeedForward> feedForward) {
        static BlockParts all(Attention attention, FeedForward feedForward) {
            return new BlockParts(l -> attention, l -> feedForward);
        }
    }

    /** Number of blocks. */
    public int layers() {
        return blocks.size();
    }

    /** Weights of the blocks' linear layers that one token is multiplied with. */
    public long activeParameters() {
        return blocks.stream().mapToLong(Block::activeParameters).sum();
    }

    /** Names of the linear layers that LoRA can adapt. */
    public List<String> modules() {
        SortedSet<String> modules = new TreeSet<>(LinearLayer.moduleOrder());
        for (Block block : blocks) {
            block.linears().stream()
                    .filter(LinearLayer::adaptable)
                    .map(LinearLayer::module)
                    .forEach(modules::add);
        }
        return List.copyOf(modules);
    }
}
