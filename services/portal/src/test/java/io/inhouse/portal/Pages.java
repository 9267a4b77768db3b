package io.inhouse.portal;

/** What a fresh project looks like to the fakes. */
final class Pages {
    static final String VERSION = "/projects/demo/datasets/ds-1/versions/dsv-1";
    static final String ADAPTER = "/projects/demo/adapters/adp-1";
    static final Person STEWARD = Person.named("dora").in("demo", "data-steward");
    static final Person APPROVER = Person.named("otto").in("demo", "approver");
    static final Person ENGINEER = Person.named("mila").in("demo", "ml-engineer");
    static final Person OFFICER = Person.named("olga").realm("compliance-officer");

    static final String BASE_MODEL = """
            {"baseModels":[{"id":"model-1","name":"tiny","digest":"sha256:b","architecture":"LlamaForCausalLM","parameters":1,
              "licence":"MIT","source":"test","directory":"tiny","files":[],"registeredAt":"2026-01-01T00:00:00Z","registeredBy":"ada"}],
             "adapters":[]}""";

    private Pages() {}

    static void sealedVersion() {
        FakePlatform.answerFile("GET /api/datasets/ds-1", "dataset.json");
        FakePlatform.answerFile("GET /api/datasets/versions/dsv-1", "version.json");
        FakePlatform.answerFile("GET /api/datasets/ds-1/versions/dsv-1/findings", "findings.json");
        FakePlatform.answerFile("GET /api/datasets/ds-1/versions/dsv-1/set-aside", "set-aside.json");
        FakePlatform.answer("GET /api/datasets/versions", 200, "[" + FakePlatform.file("version.json") + "]");
    }

    static void adaptersOf(String datasetVersion) {
        FakePlatform.answer(
                "GET /api/models",
                200,
                "{\"baseModels\":[],\"adapters\":["
                        + FakePlatform.file("adapter.json").replace("dsv-1", datasetVersion) + "]}");
    }

    static void registeredAdapter() {
        FakePlatform.answer("GET /api/datasets/versions", 200, "[]");
        FakePlatform.answerFile("GET /api/models/adapters/adp-1", "adapter.json");
        FakePlatform.answer(
                "GET /api/models", 200, "{\"baseModels\":[],\"adapters\":[" + FakePlatform.file("adapter.json") + "]}");
    }

    static void someRecord() {
        FakePlatform.answerFile("GET /api/audit/entries", "entries.json");
        FakePlatform.answerFile("GET /api/audit/entries/evt-1", "entry.json");
        FakePlatform.answer("GET /api/audit/key", 200, "text/plain", "inhouse.local/abcd+1b2c3d4e+key\n");
        FakePlatform.answer(
                "GET /api/audit/checkpoint",
                200,
                "text/plain; charset=utf-8",
                "inhouse.local/abcd\n1042\nroot=\n\n— inhouse.local/abcd signature=\n");
    }

    static String version(String field, String value) {
        return FakePlatform.file("version.json")
                .replaceFirst("\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":\"" + value + "\"");
    }
}
