package io.inhouse.tuning.rows;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.NumberedRow;
import io.inhouse.datasets.client.PreviewRow;
import io.inhouse.datasets.client.VersionContentApi;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.identity.ServiceToken;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.tuning.client.rows.RowAsTrained;
import io.inhouse.tuning.client.rows.TrainerFigures;
import io.inhouse.tuning.client.rows.TrainerView;
import io.inhouse.tuning.client.rows.VersionTokens;
import io.inhouse.tuning.jobs.Orders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a trainer would see them. A single row is fetched with the caller's own token, so the datasets server decides who
 * may read it and records the look. For figures this service reads rows itself, in the caller's name and on the record, and
 * tells numbers only.
 */
@ApplicationScoped
public class RowsAsTrained {
    private static final int REMEMBERED = 100;
    private static final JsonMapper JSON = JsonMapper.builder()
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private final Orders orders;
    private final VersionContentApi datasets;
    private final ServiceToken serviceToken;
    private final RowReader reader;
    private final RowsConfig config;

    /** Guarded by itself. */
    private final Map<Measured, VersionTokens> known = new LinkedHashMap<>();

    RowsAsTrained(
            Orders orders,
            @RestClient VersionContentApi datasets,
            ServiceToken serviceToken,
            RowReader reader,
            RowsConfig config) {
        this.orders = orders;
        this.datasets = datasets;
        this.serviceToken = serviceToken;
        this.reader = reader;
        this.config = config;
    }

    /** Rows are only ever added to a version, so their number says which state of it was measured. */
    private record Measured(String version, long rows, String baseDigest) {}

    /** @throws PlatformException saying why rows cannot be measured */
    public VersionTokens tokens(Caller caller, String bearer, String versionId, @Nullable String baseModel) {
        BaseModel base = orders.base(bearer, caller.project(), Orders.given("baseModel", baseModel));
        DatasetVersion version = orders.version(bearer, caller.project(), versionId);
        Measured key = new Measured(version.id(), version.trainRows() + version.testRows(), base.digest());
        synchronized (known) {
            VersionTokens before = known.get(key);
            if (before != null) {
                return before;
            }
        }
        try (Response sample = Orders.asked(
                        "rows of dataset version " + version.id(),
                        () -> datasets.sample(
                                serviceToken.bearer(),
                                caller.project(),
                                caller.subject(),
                                caller.name(),
                                version.id(),
                                config.sample()));
                InputStream rows = sample.readEntity(InputStream.class)) {
            TrainerFigures figures = reader.ask(base.directory(), RowReader.As.FIGURES, rows, TrainerFigures.class);
            VersionTokens tokens = new VersionTokens(
                    version.id(),
                    base.name(),
                    key.rows,
                    Long.parseLong(sample.getHeaderString("X-Inhouse-Step")),
                    figures);
            synchronized (known) {
                known.put(key, tokens);
                if (known.size() > REMEMBERED) {
                    known.remove(known.keySet().iterator().next());
                }
            }
            return tokens;
        } catch (IOException e) {
            throw new PlatformException(
                    Failure.UPSTREAM_UNAVAILABLE, "The rows broke off before their end. Try again.", Map.of(), e);
        }
    }

    /** @throws PlatformException saying why the row cannot be shown */
    public RowAsTrained row(Caller caller, String bearer, String version, long number, @Nullable String baseModel) {
        BaseModel base = orders.base(bearer, caller.project(), Orders.given("baseModel", baseModel));
        NumberedRow row = Orders.asked(
                "row " + number + " of dataset version " + version,
                () -> datasets.row(bearer, caller.project(), version, number));
        TrainerView view = reader.ask(
                base.directory(), RowReader.As.VIEW, new ByteArrayInputStream(line(row.row())), TrainerView.class);
        return new RowAsTrained(
                base.name(),
                row.number(),
                row.rows(),
                row.row().split(),
                row.uploadId(),
                row.row().line(),
                row.masked(),
                view);
    }

    /** As the datasets server gives rows to jobs. */
    private static byte[] line(PreviewRow row) {
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "prompt", row.prompt());
        put(json, "completion", row.completion());
        put(json, "messages", row.messages());
        put(json, "text", row.text());
        try {
            return (JSON.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row cannot be written as JSON", e);
        }
    }

    private static void put(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
