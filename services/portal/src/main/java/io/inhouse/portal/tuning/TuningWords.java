package io.inhouse.portal.tuning;

import io.inhouse.tuning.client.JobState;
import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** The words of the pages about tuning jobs. */
@MessageBundle("tuning")
public interface TuningWords {
    @Message("Tuning")
    String title();

    @Message(
            "Each job trains one adapter on an approved dataset version and compares it with its base model on rows it never saw.")
    String lead();

    @Message("New tuning job")
    String order();

    @Message("Choose a base model and an approved dataset version. Everything else has a value that usually works.")
    String orderLead();

    @Message("Nothing has been tuned in this project yet.")
    String noJobs();

    @Message("Job")
    String job();

    @Message("Base model")
    String baseModel();

    @Message("Dataset version")
    String dataset();

    @Message("Purpose")
    String purpose();

    @Message("Short name")
    String suffix();

    @Message(
            "{#when state}{#is QUEUED}waits in the queue{#is RUNNING}running{#is SUCCEEDED}finished{#is FAILED}failed{#is CANCELLED}cancelled{/when}")
    String state(JobState state);

    @Message("Right answers")
    String exactMatch();

    @Message("Ordered")
    String ordered();

    @Message("Ordered by")
    String owner();

    @Message("Compare the two that are marked")
    String compare();

    @Message("Mark two jobs to see their recipes, curves and results side by side.")
    String compareHint();

    @Message("Compare {job}")
    String choose(String job);

    @Message("Older jobs")
    String older();

    @Message("The model that stays as it is; the adapter is trained on top of it.")
    String baseModelHint();

    @Message("Only versions that a second person has approved are listed.")
    String datasetHint();

    @Message(
            "No dataset version is approved yet. A data steward uploads and seals one, and a second person approves it.")
    String noVersions();

    @Message("What the adapter will be used for. The dataset must allow it, and the adapter answers for nothing else.")
    String purposeHint();

    @Message("For people: lower-case letters, digits and dashes. May be empty.")
    String suffixHint();

    @Message("lower-case letters, digits and dashes, at most 40")
    String suffixTitle();

    @Message("Recipe")
    String recipe();

    @Message("All values of the recipe")
    String more();

    @Message(
            "{#when field}{#is EPOCHS}Epochs{#is LEARNING_RATE}Learning rate{#is BATCH_SIZE}Batch size{#is RANK}Rank{#is ALPHA}Alpha{#is STEPS}Steps{#is WARMUP_FRACTION}Warm-up{#is WEIGHT_DECAY}Weight decay{#is MAX_GRADIENT_NORM}Largest gradient norm{#is SEED}Seed{#is SNAPSHOT_EVERY_STEPS}Steps between snapshots{#is THREADS}Threads{#is ACCUMULATION}Batches per step{#is EVALUATE_EVERY_STEPS}Steps between evaluations{#is PATIENCE}Patience{#is LORA_PLUS_RATIO}LoRA+ ratio{/when}")
    String label(RecipeField field);

    @Message(
            "{#when field}{#is EPOCHS}How often all rows are read. More learns more, and in the end by heart.{#is LEARNING_RATE}How far one step moves the adapter, at its peak. Halve it if the loss jumps.{#is BATCH_SIZE}Rows per step. Larger is steadier and needs more memory.{#is RANK}Width of the adapter. More can learn more and needs more memory and time.{#is ALPHA}How strongly the adapter counts: alpha divided by rank. Twice the rank is usual.{#is STEPS}Fixed number of steps instead of epochs; 0 leaves it to the epochs.{#is WARMUP_FRACTION}Share of the steps in which the learning rate rises, 0 to 1; then it follows the schedule.{#is WEIGHT_DECAY}Pulls the adapter towards 0 a little at each step; 0 is usual.{#is MAX_GRADIENT_NORM}Larger steps are shortened to this length, so that one odd batch does no harm.{#is SEED}Decides initial values and the order of rows. Same seed, same adapter.{#is SNAPSHOT_EVERY_STEPS}After a crash or a pause training goes on from the last snapshot.{#is THREADS}Processors to use. Part of what makes the result repeatable.{#is ACCUMULATION}Gradients added up for one step: as steady as a larger batch, in the memory of one.{#is EVALUATE_EVERY_STEPS}The adapter that does best on the held-out rows is kept; 0 keeps the last. Rows that choose are no longer unseen.{#is PATIENCE}Evaluations without improvement after which training stops; 0 trains to the end.{#is LORA_PLUS_RATIO}How many times faster one half of each update learns. 1 is usual; 16 learns faster, with a smaller learning rate.{/when}")
    String hint(RecipeField field);

    @Message("Layers that are adapted")
    String targetModules();

    @Message("All is usual. Fewer make the adapter smaller and the job faster.")
    String targetModulesHint();

    @Message("Schedule")
    String schedule();

    @Message("How the learning rate goes on after it has risen. A cosine is usual; constant suits early stopping.")
    String scheduleHint();

    @Message(
            "{#when name}{#is 'constant'}stays at its peak{#is 'linear'}falls evenly to 0{#is 'cosine'}falls along a cosine to 0{#else}{name}{/when}")
    String scheduleName(String name);

    @Message("Packing")
    String packing();

    @Message("Short rows share places with long ones; each sees only itself. Faster where lengths differ much.")
    String packingHint();

    @Message("pack short rows together")
    String packingOn();

    @Message("Ranks of single layers")
    String ranks();

    @Message("Layers that shall have a rank of their own, such as down_proj: 32, q_proj: 8. Usually empty.")
    String ranksHint();

    @Message("Recomputation")
    String recomputation();

    @Message("Computing intermediate results twice takes a third longer and needs much less memory.")
    String recomputationHint();

    @Message("keep intermediate results (faster)")
    String recomputationNone();

    @Message("compute them again (less memory)")
    String recomputationFull();

    @Message("Tokens per row, for the estimate")
    String tokensPerRow();

    @Message(
            "Mean length of prompt and answer, if you know it. Empty: as in the last job on these rows, or the longest possible.")
    String tokensPerRowHint();

    @Message("What would it need?")
    String estimate();

    @Message("Start the job")
    String start();

    @Message("What this job would need")
    String estimateTitle();

    @Message("Memory at its peak")
    String memory();

    @Message("of {available} MB that a trainer may use")
    String ofMemory(String available);

    @Message("Training time")
    String time();

    @Message("assumed; the first job on this platform will measure it")
    String speedAssumed();

    @Message("Floating-point operations")
    String flops();

    @Message("Tokens to train on")
    String tokens();

    @Message("Steps")
    String steps();

    @Message(
            "Nobody has told or measured how long the rows are. These figures are upper limits: they assume rows as long as the model can read.")
    String rowsLimit();

    @Message("Rows have {length} tokens on average, as measured in an earlier job.")
    String rowsKnown(String length);

    @Message("Rows have {length} tokens on average, as you said.")
    String rowsGiven(String length);

    @Message("It fits.")
    String fits();

    @Message("It does not fit on this machine, and starting it would be refused.")
    String doesNotFit();

    @Message(
            "{#when name}{#is 'process'}Trainer itself{#is 'weights'}Base model{#is 'adapter'}Adapter and optimiser{#is 'activations'}Intermediate results{#is 'evaluation'}Evaluation{#else}{name}{/when}")
    String part(String name);

    @Message("{number} MB")
    String megabytes(String number);

    @Message("Tuning job {name}")
    String jobTitle(String name);

    @Message("How it goes")
    String progress();

    @Message("Live")
    String live();

    @Message("Phase")
    String phase();

    @Message(
            "{#when phase}{#is 'preparing'}preparing rows{#is 'evaluating-base'}evaluating the base model{#is 'training'}training{#is 'evaluating-tuned'}evaluating the tuned model{#is 'registering'}registering the adapter{#else}{phase}{/when}")
    String phaseName(String phase);

    @Message("Step")
    String step();

    @Message("{step} of {total}")
    String stepOf(String step, String total);

    @Message("Loss")
    String loss();

    @Message("Learning rate")
    String learningRate();

    @Message("Tokens per second")
    String tokensPerSecond();

    @Message("Time left in this phase")
    String secondsLeft();

    @Message("Loss and learning rate by step")
    String curve();

    @Message(
            "Loss is how surprised the model is by the right answer; it should fall and level off. The learning rate rises shortly and then falls to 0.")
    String curveHint();

    @Message("The live view needs JavaScript. Without it, reload this page to see how far the job is.")
    String noScript();

    @Message("Events")
    String events();

    @Message("Time")
    String at();

    @Message("What happened")
    String event();

    @Message("Waiting for the first event.")
    String noEvents();

    @Message("No contact with the server; trying again.")
    String lostContact();

    @Message("Cancel the job")
    String cancel();

    @Message("What was trained so far stays; the job can be resumed.")
    String cancelHint();

    @Message("Resume the job")
    String resume();

    @Message("It goes on from its last training snapshot and ends in the same adapter as if it had never stopped.")
    String resumeHint();

    @Message("Order another like it")
    String again();

    @Message("Result")
    String result();

    @Message("Base and tuned model compared")
    String evaluation();

    @Message("Figure")
    String figure();

    @Message("Base model")
    String base();

    @Message("Tuned model")
    String tuned();

    @Message("Difference")
    String difference();

    @Message("Held-out rows")
    String heldOut();

    @Message("Both answered the same held-out rows, which training never saw. Right means: exactly the row's answer.")
    String evaluationHint();

    @Message("Perplexity of texts")
    String perplexity();

    @Message("perplexity {number}")
    String perplexityIs(String number);

    @Message("Loss on texts")
    String textLoss();

    @Message(
            "All held-out rows are texts, which training never saw. Nothing is asked in a text, so there are no right answers to count.")
    String textsOnlyHint();

    @Message(
            "Perplexity says among how many equally likely tokens the model seems to choose, over the {tokens} tokens of the held-out texts. Lower is better; 1 would be certainty.")
    String perplexityHint(String tokens);

    @Message("No rows were held out, so nothing could be compared.")
    String noEvaluation();

    @Message("Adapter of the step that held-out rows chose")
    String chosenStep();

    @Message("Last loss")
    String finalLoss();

    @Message("Training time")
    String trainTime();

    @Message("Memory at its peak")
    String peakMemory();

    @Message("Hardware")
    String hardware();

    @Message("Adapter")
    String adapter();

    @Message("Look at the adapter")
    String toAdapter();

    @Message("Why it failed")
    String failure();

    @Message("Attempts")
    String attempt();

    @Message("What was ordered")
    String facts();

    @Message("Rows to train on")
    String trainRows();

    @Message("Digest of the rows")
    String digest();

    @Message("The job is in the queue")
    String doneQueued();

    @Message("It starts as soon as a trainer is free. You can leave this page.")
    String doneQueuedText();

    @Message("The job is being cancelled")
    String doneCancelled();

    @Message("A running trainer stops within a few seconds.")
    String doneCancelledText();

    @Message("The job was not ordered")
    String notOrdered();

    @Message("No estimate")
    String notEstimated();

    @Message("That is not possible")
    String notPossible();

    @Message("One value is not a number")
    String noNumber();

    @Message("{field} must be a number; write decimals with a point.")
    String noNumberText(String field);

    @Message("Two jobs compared")
    String compareTitle();

    @Message("Recipes")
    String recipeCompared();

    @Message("Results")
    String resultsCompared();

    @Message("differs")
    String different();
}
