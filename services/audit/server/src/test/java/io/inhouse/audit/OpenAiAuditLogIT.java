package io.inhouse.audit;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.inhouse.testsupport.TestToken;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The record in the words of OpenAI's audit log API. */
@QuarkusTest
@RunningServer
class OpenAiAuditLogIT extends AskedLog {
    @Test
    void theRecordIsReadAsOpenAiGivesIt() {
        String dataset = freshDataset();
        String first = recorder.recordNow(event("dataset.create", dataset).build());
        recorder.recordNow(event("dataset.seal", dataset).build());
        String last = recorder.recordNow(event("dataset.approve", dataset).build());
        awaitObject(dataset, 3);
        String all = "/v1/organization/audit_logs?resource_ids[]=" + dataset;

        officer()
                .get(all)
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.type", contains("dataset.approve", "dataset.seal", "dataset.create"))
                .body("data[0].actor.type", equalTo("session"))
                .body("data[0].project.id", equalTo("demo"))
                .body("data[0].'dataset.approve'.id", equalTo(dataset))
                .body("first_id", equalTo(last))
                .body("last_id", equalTo(first))
                .body("has_more", equalTo(false));
        officer().get(all + "&limit=2").then().body("data.size()", equalTo(2)).body("has_more", equalTo(true));
        officer().get(all + "&after=" + last).then().body("data.type", contains("dataset.seal", "dataset.create"));
        officer()
                .get(all + "&limit=1&before=" + first)
                .then()
                .body("data.type", contains("dataset.seal"))
                .body("has_more", equalTo(true));
        officer()
                .get(all + "&event_types[]=dataset.create&event_types[]=dataset.seal&project_ids[]=demo&actor_ids[]="
                        + TestToken.subjectOf("ada"))
                .then()
                .body("data.size()", equalTo(2));
        officer().get(all + "&effective_at[gt]=4000000000").then().body("data.size()", equalTo(0));
        officer()
                .get(all + "&effective_at[gte]=1&effective_at[lt]=4000000000")
                .then()
                .body("data.size()", equalTo(3));
        for (String bad :
                List.of("limit=101", "limit=x", "actor_emails[]=a@b", "after=evt-none", "effective_at[gt]=x")) {
            officer()
                    .get("/v1/organization/audit_logs?" + bad)
                    .then()
                    .statusCode(400)
                    .body("error.code", not(nullValue()));
        }
    }
}
