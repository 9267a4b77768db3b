package io.inhouse.languagemodel.decoder;

import io.inhouse.languagemodel.family.Attention;
import io.inhouse.languagemodel.family.Attention.Grouped;
import io.inhouse.languagemodel.family.Attention.HeadNorm;
import io.inhouse.languagemodel.family.Attention.Latent;
import io.inhouse.languagemodel.family.Block;
import io.inhouse.languagemodel.family.FeedForward;
import io.inhouse.languagemodel.family.FeedForward.Experts;
import io.inhouse.languagemodel.family.FeedForward.Gated;
import java.util.Arrays;
import java.util.List;

/**
 * Blocks as the scripts want them: numbers whose meaning decoder.py lists.
 *
 * @param integers {@link #INTEGERS} per block
 * @param numbers {@link #NUMBERS} per block
 */
@SuppressWarnings("ArrayRecordComponent")
public record BlockPlan(long[] integers, double[] numbers) {
    private static final int INTEGERS = 32;
    private static final int NUMBERS = 8;

    /** Of one block whose weights and LoRA matrices begin its lists. */
    public static BlockPlan of(Block block, double normEpsilon) {
        return ofAll(List.of(block), normEpsilon);
    }

    static BlockPlan ofAll(List<Block> blocks, double normEpsilon) {
        long[] integers = new long[blocks.size() * INTEGERS];
        double[] numbers = new double[blocks.size() * NUMBERS];
        int weight = 0;
        int matrix = 0;
        for (int b = 0; b < blocks.size(); b++) {
            Block block = blocks.get(b);
            long[] plan = new long[INTEGERS];
            double[] more = new double[NUMBERS];
            plan[0] = weight;
            plan[1] = matrix;
            more[0] = normEpsilon;
            int linears = block.linears().size();
            int attentionLinears =
                    block.attention().linears(block.path(), block.hiddenSize()).size();
            attention(block.attention(), plan, more, 2 + linears);
            int afterAttention = 2
                    + linears
                    + block.attention().extras(block.path(), block.hiddenSize()).size();
            feedForward(block.feedForward(), plan, more, attentionLinears, afterAttention);
            System.arraycopy(plan, 0, integers, b * INTEGERS, INTEGERS);
            System.arraycopy(more, 0, numbers, b * NUMBERS, NUMBERS);
            weight += block.weights().size();
            matrix += 2 * linears;
        }
        return new BlockPlan(integers, numbers);
    }

    private static void attention(Attention attention, long[] plan, double[] numbers, int firstExtra) {
        int extra = firstExtra;
        plan[3] = attention.heads();
        plan[4] = attention.cachedKeyHeads();
        switch (attention) {
            case Grouped g -> {
                if (g.bias()) {
                    plan[5] = extra;
                    extra += 3;
                }
                if (g.outputBias()) {
                    plan[6] = extra++;
                }
                if (g.norm() == HeadNorm.WEIGHTED) {
                    plan[7] = extra;
                }
                plan[8] = g.norm() == HeadNorm.PLAIN_AFTER_ROTATION ? 1 : 0;
                plan[9] = g.rotation().ordinal();
                plan[10] = g.window();
                plan[11] = g.chunk();
                numbers[3] = g.temperature().scale();
                numbers[4] = g.temperature().floor();
            }
            case Latent latent -> {
                plan[2] = 1;
                plan[9] = latent.rotation().ordinal();
                plan[12] = latent.queryRank() > 0 ? 1 : 0;
                plan[13] = latent.keyValueRank();
                plan[14] = latent.plainDimension();
                plan[15] = latent.rotaryDimension();
                plan[16] = extra;
                numbers[1] = latent.scale();
            }
        }
    }

    private static void feedForward(
            FeedForward feedForward, long[] plan, double[] numbers, int firstLinear, int firstExtra) {
        plan[18] = firstLinear;
        switch (feedForward) {
            case Gated gated -> plan[17] = 0;
            case Experts experts -> {
                plan[17] = 1;
                plan[19] = experts.count();
                plan[20] = experts.chosen();
                plan[21] = experts.routing().ordinal();
                plan[22] = experts.groups();
                plan[23] = experts.chosenGroups();
                plan[24] = experts.normalised() ? 1 : 0;
                plan[25] = experts.shared().isEmpty() ? 0 : 1;
                plan[26] = firstExtra;
                numbers[2] = experts.scale();
            }
        }
    }

    /** Two plans are equal if all their numbers are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof BlockPlan plan
                && Arrays.equals(integers, plan.integers)
                && Arrays.equals(numbers, plan.numbers);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(integers) + Arrays.hashCode(numbers);
    }
}
