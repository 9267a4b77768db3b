package io.inhouse.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.Proofs;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.TlogProof;
import io.inhouse.ledger.TrustPolicy;
import io.inhouse.ledger.VerifierKey;
import io.inhouse.testsupport.TestIdentity;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What anybody can check with the log's keys alone. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class ProofsIT extends AskedLog {
    @Inject
    VerifierKey key;

    @Test
    void anEntryComesWithAProofThatItIsInTheLog() throws Exception {
        String dataset = freshDataset();
        String id = recorder.recordNow(event("dataset.create", dataset).build());
        awaitObject(dataset, 1);

        JsonPath receipt = officer()
                .get("/api/audit/entries/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        SignedNote note = SignedNote.parse(receipt.getString("checkpoint"));
        assertThat(note.verify(List.of(key))).containsExactly(key);
        Checkpoint head = Checkpoint.parse(note.text());
        Hash leaf = Hash.ofLeaf(receipt.getString("leaf").getBytes(StandardCharsets.UTF_8));
        List<Hash> proof = receipt.getList("inclusionProof", String.class).stream()
                .map(Hash::parse)
                .toList();
        assertThat(Proofs.includes(receipt.getLong("entry.index"), head.size(), leaf, proof, head.root()))
                .isTrue();
    }

    @Test
    void aReceiptIsEnoughForWhoeverHasTheLogsKeys() throws Exception {
        String dataset = freshDataset();
        String id = recorder.recordNow(event("dataset.create", dataset).build());
        awaitObject(dataset, 1);

        byte[] receipt = given().auth()
                .oauth2(TestIdentity.app("key-1").in("demo", "app").sign())
                .get("/api/audit/entries/" + id + "/proof")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString(".tlog-proof"))
                .extract()
                .asByteArray();

        TlogProof proof = TlogProof.parse(receipt);
        byte[] leaf = Objects.requireNonNull(proof.extra());
        proof.verify(leaf, TrustPolicy.of(List.of(key)));
        assertThat(Leaf.parse(leaf).id()).isEqualTo(id);
        given().auth()
                .oauth2(TestIdentity.app("key-2").in("another", "app").sign())
                .get("/api/audit/entries/" + id + "/proof")
                .then()
                .statusCode(404);
        officer().get("/api/audit/entries/evt-unknown/proof").then().statusCode(404);
    }

    @Test
    void anybodyWithATokenMayHaveTheHeadAndTheKey() {
        RequestSpecification app = given().auth()
                .oauth2(TestIdentity.app("key-1").in("demo", "app").sign());

        app.get("/api/audit/key").then().statusCode(200).body(equalTo(key + "\n"));
        app.get("/api/audit/checkpoint").then().statusCode(200).body(startsWith("audit.test/log\n"));
    }
}
