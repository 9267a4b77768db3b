package io.inhouse.training.worker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.training.TrainingRefusedException;
import io.inhouse.training.TrainingRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobRunTest {
    private static final TrainingRow DOG = new TrainingRow.Pair("my dog is lost", " dog");
    private static final TrainingRow TREE = new TrainingRow.Pair("the tree fell", " tree");
    private static final TrainingRow CAR = new TrainingRow.Pair("my car is gone", " car");

    @Test
    void aHeldOutRowThatIsAlsoTrainedOnIsRefusedByItsNumber() {
        assertThatThrownBy(() -> JobRun.refuseWhatWasSeen(List.of(DOG, TREE), List.of(CAR, TREE)))
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContaining("1 of 2 held-out rows")
                .hasMessageContaining("the first is held-out row 2")
                .hasMessageNotContaining("tree fell");
    }

    @Test
    void rowsThatWereNeverSeenAreFine() {
        TrainingRow text = new TrainingRow.Text("the tree fell");
        assertThatThrownBy(() -> JobRun.refuseWhatWasSeen(List.of(text), List.of(text)))
                .isInstanceOf(TrainingRefusedException.class);
        assertThatCode(() -> JobRun.refuseWhatWasSeen(List.of(DOG, TREE), List.of(CAR)))
                .doesNotThrowAnyException();
    }
}
