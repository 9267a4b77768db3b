package io.inhouse.tuning.jobs;

import static io.inhouse.tuning.TuningServer.erik;
import static io.inhouse.tuning.TuningServer.order;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.inhouse.tuning.Neighbours;
import io.inhouse.tuning.RunningServer;
import io.inhouse.tuning.TuningServer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a job would need, said before it starts. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class JobEstimateIT {
    @Inject
    TuningServer server;

    @BeforeEach
    void emptyQueue() throws SQLException {
        server.emptyQueue();
    }

    @Test
    void anEstimateSaysWhatAJobWouldNeedAndStoresNothing() {
        erik().body("{\"baseModel\":\"shaped\",\"datasetVersion\":\"" + Neighbours.APPROVED + "\"}")
                .post("/api/tuning-jobs/estimate")
                .then()
                .statusCode(200)
                .body("tokensFrom", equalTo("limit"))
                .body("tokensPerRow", equalTo(256f))
                .body("steps", equalTo(3))
                .body("fits", equalTo(true))
                .body("speedIsMeasured", equalTo(false))
                .body("memory.name", hasItem("weights"));
        erik().get("/api/tuning-jobs").then().body("size()", equalTo(0));
    }

    @Test
    void aTrainingThatCannotFitIsRefusedAndToldSo() {
        order(Map.of("baseModel", "enormous"))
                .then()
                .statusCode(422)
                .body("detail", containsString("a trainer may use"))
                .body("detail", containsString("use a smaller base model"));
    }

    @Test
    void anEstimateForAModelOfUnknownShapeIsRefused() {
        erik().body("{\"baseModel\":\"tiny\",\"datasetVersion\":\"" + Neighbours.APPROVED + "\"}")
                .post("/api/tuning-jobs/estimate")
                .then()
                .statusCode(422)
                .body("detail", containsString("config.json"));
    }
}
