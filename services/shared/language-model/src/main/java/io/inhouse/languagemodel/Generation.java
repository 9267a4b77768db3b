package io.inhouse.languagemodel;

import io.inhouse.languagemodel.decoder.Decoder;
import io.inhouse.languagemodel.tensor.Tensor;
import io.inhouse.languagemodel.tensor.TensorScope;
import io.inhouse.languagemodel.tokenization.StreamingDecoder;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** One completion of one prompt. */
final class Generation {
    private final LanguageModel model;
    private final GenerationRequest request;
    private final GenerationListener listener;
    private final StreamingDecoder decoder;
    private final StopText text;
    private final RandomGenerator random;

    Generation(LanguageModel model, GenerationRequest request, GenerationListener listener) {
        this.model = model;
        this.request = request;
        this.listener = listener;
        decoder = model.tokenizer().streamAfter(request.promptIds());
        text = new StopText(request.stop());
        random = RandomGeneratorFactory.of("L64X128MixRandom")
                .create(request.sampling().seed());
    }

    GenerationResult run() {
        int prompt = request.promptIds().length;
        int context = model.config().contextLength();
        if (prompt >= context) {
            throw new ContextExceededException(prompt, context);
        }
        int limit = Math.min(request.maxTokens(), context - prompt);
        LoraAdapter adapter = request.adapter();
        try (Decoder.Sequence sequence = adapter == null
                ? model.decoder().start(1, prompt + limit)
                : model.decoder().start(1, prompt + limit, adapter.matrices())) {
            return run(sequence, limit);
        }
    }

    private GenerationResult run(Decoder.Sequence sequence, int limit) {
        int[] generated = new int[limit];
        int count = 0;
        long[] next = Arrays.stream(request.promptIds()).asLongStream().toArray();
        while (count < limit) {
            if (!listener.mayContinue()) {
                return result(generated, count, count, FinishReason.CANCELLED);
            }
            int id = choose(sequence, next);
            if (model.config().endOfText().contains(id)) {
                boolean wanted = tell(text.add(decoder.finish())) && tell(text.finish());
                return result(generated, count, count + 1, wanted ? FinishReason.STOP : FinishReason.CANCELLED);
            }
            generated[count++] = id;
            next = new long[] {id};
            boolean wanted = tell(text.add(decoder.next(id)));
            if (!wanted) {
                return result(generated, count, count, FinishReason.CANCELLED);
            }
            if (text.stopped()) {
                return result(generated, count, count, FinishReason.STOP);
            }
        }
        boolean wanted = tell(text.add(decoder.finish())) && tell(text.finish());
        FinishReason atEnd = text.stopped() ? FinishReason.STOP : FinishReason.LENGTH;
        return result(generated, count, count, wanted ? atEnd : FinishReason.CANCELLED);
    }

    private int choose(Decoder.Sequence sequence, long[] ids) {
        SamplingParameters sampling = request.sampling();
        try (TensorScope token = new TensorScope()) {
            Tensor logits = sequence.logits(token, ids, false);
            long id = sampling.temperature() == 0
                    ? sequence.mostProbable(token, logits)[0]
                    : sequence.sample(logits, sampling.temperature(), sampling.topP(), random.nextDouble());
            return Math.toIntExact(id);
        }
    }

    private boolean tell(String added) {
        return added.isEmpty() || listener.onText(added);
    }

    private GenerationResult result(int[] generated, int count, int tokens, FinishReason reason) {
        return new GenerationResult(
                text.given(), Arrays.copyOf(generated, count), reason, request.promptIds().length, tokens);
    }
}
