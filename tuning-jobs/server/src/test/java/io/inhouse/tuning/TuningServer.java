package io.inhouse.tuning;

import static io.restassured.RestAssured.given;

import io.inhouse.adapterformat.AdapterDigest;
import io.inhouse.ledger.Leaf;
import io.inhouse.testsupport.TestIdentity;
import io.inhouse.tuning.queue.Leases.Lease;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** What tests do to the tuning server: order, and play the trainer. */
@ApplicationScoped
public class TuningServer {
    public static final String RESULT = """
            {"baseExactMatch":0.05,"tunedExactMatch":0.9,"heldOutRows":2,"finalLoss":0.1,"steps":3,"tokens":90,"trainSeconds":1.5,
             "tokensPerSecond":60,"peakRssMb":400,"flops":1e9,"resumedAtStep":0,"codeVersion":"1","hardware":"cpu"}""";

    private static final List<String> FILES = List.of("adapter_model.safetensors", "adapter_config.json");
    private static final byte[] FILE = {1, 2, 3};

    private final DataSource database;

    TuningServer(DataSource database) {
        this.database = database;
    }

    public void emptyQueue() throws SQLException {
        execute("DELETE FROM tuning_job_event");
        execute("DELETE FROM tuning_job");
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** As if the trainer had not been heard of for an hour. */
    public void expire(String job) throws SQLException {
        execute("UPDATE tuning_job SET lease_expires_at = now() - interval '1 hour' WHERE id = '" + job + "'");
    }

    /** The types of all entries about a job, in order. */
    public List<String> recorded(String job) throws SQLException {
        List<String> types = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT leaf FROM recording.outbox ORDER BY recorded_at, stream, seq")) {
            while (rows.next()) {
                Leaf leaf = Leaf.parse(rows.getBytes(1));
                if (leaf.objects().stream().anyMatch(object -> object.id().equals(job))) {
                    types.add(leaf.type());
                }
            }
        }
        return types;
    }

    public static Response order(Map<String, Object> changes) {
        return erik().body(orderWith(changes)).post("/api/tuning-jobs");
    }

    public static Map<String, Object> orderWith(Map<String, Object> changes) {
        Map<String, Object> order =
                new HashMap<>(Map.of("baseModel", "tiny", "datasetVersion", Neighbours.APPROVED, "purpose", "support"));
        order.putAll(changes);
        return order;
    }

    public static Response job(String id) {
        return erik().get("/api/tuning-jobs/" + id);
    }

    /** An engineer of the project demo. */
    public static RequestSpecification erik() {
        return given().auth()
                .oauth2(TestIdentity.user("erik").in("demo", "ml-engineer").sign())
                .contentType("application/json");
    }

    public static RequestSpecification trainer(Lease lease) {
        return given().header("Authorization", "Lease " + lease.token()).contentType("application/json");
    }

    /** Uploads both files of an adapter. */
    public static void uploadAdapter(Lease lease) {
        for (String file : FILES) {
            trainer(lease)
                    .contentType("application/octet-stream")
                    .body(FILE)
                    .put("/internal/leases/current/files/" + file + "?fence=" + lease.fence())
                    .then()
                    .statusCode(204);
        }
    }

    public static Response complete(Lease lease, String digest) {
        return trainer(lease)
                .body("{\"fence\":" + lease.fence() + ",\"adapterDigest\":\"" + digest + "\",\"result\":" + RESULT
                        + "}")
                .post("/internal/leases/current/complete");
    }

    /** Of the files that {@link #uploadAdapter} sends. */
    public static String digestOfFiles() throws IOException {
        Path directory = Files.createDirectories(Path.of("target", "adapter"));
        for (String file : FILES) {
            Files.write(directory.resolve(file), FILE);
        }
        return AdapterDigest.of(directory);
    }
}
