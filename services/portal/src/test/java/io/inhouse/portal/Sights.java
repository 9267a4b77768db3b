package io.inhouse.portal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Every page that there is, and one address at which it can be seen in {@link #lay}. A new page is added here. */
final class Sights {
    private static final String TUNING = "/projects/demo/tuning";
    private static final String MODELS = "/projects/demo/models";

    private static final String FILE = """
            {"id":"stg-1","versionId":"dsv-2","filename":"questions.csv","kind":"csv","bytes":70,"received":70,"state":"received",
             "createdBy":"5b0c9e52-0000-3000-8000-000000000001","createdByName":"stella","createdAt":"2026-11-22T09:00:00Z"}""";
    private static final String DRAFT = "/projects/demo/datasets/ds-1/versions/dsv-2";
    private static final Person ADMINISTRATOR = Person.named("ada").realm("platform-admin");

    /** By role, whoever holds it and nothing else. */
    static final Map<String, Person> PEOPLE = new LinkedHashMap<>();

    /** By template. */
    static final Map<String, String> ALL = new LinkedHashMap<>();

    /** Where a browser gets something other than a page, or is sent on to one: forms that got lost, streams, downloads. */
    static final Set<String> WITHOUT_A_PAGE = Set.of(
            "/audit/bundle",
            "/audit/entries/{id}/content",
            "/projects/{project}/adapters/{adapter}/approve",
            "/projects/{project}/adapters/{adapter}/reject",
            "/projects/{project}/datasets/{dataset}/versions",
            "/projects/{project}/datasets/{dataset}/versions/{version}/actions",
            "/projects/{project}/datasets/{dataset}/versions/{version}/approve",
            "/projects/{project}/datasets/{dataset}/versions/{version}/reject",
            "/projects/{project}/datasets/{dataset}/versions/{version}/seal",
            "/projects/{project}/datasets/{dataset}/versions/{version}/files",
            "/projects/{project}/datasets/{dataset}/versions/{version}/files/{file}/discard",
            "/projects/{project}/datasets/{dataset}/versions/{version}/files/{file}/offset",
            "/projects/{project}/datasets/{dataset}/versions/{version}/files/{file}/take",
            TUNING.replace("demo", "{project}") + "/estimate",
            TUNING.replace("demo", "{project}") + "/jobs/{job}/cancel",
            TUNING.replace("demo", "{project}") + "/jobs/{job}/events",
            TUNING.replace("demo", "{project}") + "/jobs/{job}/resume",
            MODELS.replace("demo", "{project}") + "/roll-back",
            "/projects/{project}/keys/of/{key}/restrict");

    static {
        PEOPLE.put("data-steward", Pages.STEWARD);
        PEOPLE.put("ml-engineer", Pages.ENGINEER);
        PEOPLE.put("approver", Pages.APPROVER);
        PEOPLE.put("compliance-officer", Pages.OFFICER);
        PEOPLE.put("platform-admin", ADMINISTRATOR);
        String version = "/projects/{project}/datasets/{dataset}/versions/{version}";
        ALL.put("/", "/");
        ALL.put("/signed-out", "/signed-out");
        ALL.put("/sign-in-failed", "/sign-in-failed");
        ALL.put("/projects/{project}", "/projects/demo");
        ALL.put("/projects/{project}/datasets", "/projects/demo/datasets");
        ALL.put("/projects/{project}/datasets/new", "/projects/demo/datasets/new");
        ALL.put("/projects/{project}/datasets/{dataset}", "/projects/demo/datasets/ds-1");
        ALL.put("/projects/{project}/datasets/{dataset}/change", "/projects/demo/datasets/ds-1/change");
        ALL.put(version, Pages.VERSION);
        ALL.put(version + "/rows", Pages.VERSION + "/rows");
        ALL.put(version + "/row", Pages.VERSION + "/row?number=2&base=stories15M");
        ALL.put(version + "/statistics", Pages.VERSION + "/statistics?base=stories15M");
        ALL.put(version + "/difference", Pages.VERSION + "/difference?from=dsv-2");
        ALL.put(version + "/withdraw", Pages.VERSION + "/withdraw");
        ALL.put(version + "/files/{file}", DRAFT + "/files/stg-1?prompt=Asked&completion=Answered");
        ALL.put("/projects/{project}/tuning", TUNING);
        ALL.put("/projects/{project}/tuning/new", TUNING + "/new");
        ALL.put("/projects/{project}/tuning/jobs/{job}", TUNING + "/jobs/ftjob-1");
        ALL.put("/projects/{project}/tuning/compare", TUNING + "/compare?job=ftjob-1&job=ftjob-2");
        ALL.put("/projects/{project}/adapters/{adapter}", Pages.ADAPTER);
        ALL.put("/projects/{project}/models", MODELS);
        ALL.put("/projects/{project}/models/base/{model}", MODELS + "/base/model-1");
        ALL.put("/projects/{project}/playground", "/projects/demo/playground");
        ALL.put("/projects/{project}/keys", "/projects/demo/keys");
        ALL.put("/projects/{project}/keys/new", "/projects/demo/keys/new");
        ALL.put("/projects/{project}/keys/of/{key}", "/projects/demo/keys/of/key-1");
        ALL.put("/projects/{project}/keys/of/{key}/{action}", "/projects/demo/keys/of/key-1/disable");
        ALL.put("/keys", "/keys");
        ALL.put("/keys/{key}/disable", "/keys/key-1/disable");
        ALL.put("/audit", "/audit");
        ALL.put("/audit/entries/{id}", "/audit/entries/evt-1");
        ALL.put("/audit/log", "/audit/log");
        ALL.put("/audit/verify", "/audit/verify");
        ALL.put("/base-models", "/base-models");
    }

    private Sights() {}

    /** A project in which everything has happened once, laid before the fakes. */
    static void lay() {
        FakePlatform.forget();
        TuningPagesIT.layJobs();
        ModelsPagesIT.layModels();
        KeysPagesIT.layKeys();
        Pages.someRecord();
        FakePlatform.answer("GET /api/datasets", 200, "[" + FakePlatform.file("dataset.json") + "]");
        FakePlatform.answer(
                "GET /api/datasets/ds-1/versions", 200, "[" + FakePlatform.file("version.json") + "," + draft() + "]");
        FakePlatform.answer("GET /api/datasets/ds-1/versions/dsv-1/rows/preview", 200, """
                [{"line":1,"split":"train","prompt":"Where is my card?","completion":"card arrival"},{"line":2,"split":"test","text":"We open at nine."}]""");
        FakePlatform.answerFile("GET /api/tuning-jobs/rows/dsv-1/2", "row.json");
        FakePlatform.answerFile("GET /api/tuning-jobs/rows/dsv-1/tokens", "tokens.json");
        FakePlatform.answer("GET /api/datasets/ds-1/versions/dsv-1/statistics", 200, """
                {"versionId":"dsv-1","rows":12600,"repeatedRows":2,"nearHeldOutRows":3,"splits":[{"split":"train","rows":12400,
                 "pairs":12000,"conversations":300,"texts":100,"characters":620000,"shortest":12,"median":50,"longest":4000}]}""");
        FakePlatform.answer("GET /api/datasets/ds-1/versions/dsv-1/difference", 200, """
                {"from":"dsv-2","to":"dsv-1","added":21,"removed":0,"kept":12579,"kind":"added","next":20,
                 "listed":[{"versionId":"dsv-1","number":7,"rows":12600,"uploadId":"upl-1","masked":false,
                  "row":{"line":8,"split":"train","prompt":"Where is my card?","completion":"card arrival"}}]}""");
        FakePlatform.answer("GET /api/datasets/versions/dsv-2", 200, draft());
        FakePlatform.answer("GET /api/datasets/ds-1/versions/dsv-2/files", 200, "[" + FILE + "]");
        FakePlatform.answer("GET /api/datasets/ds-1/versions/dsv-2/files/stg-1", 200, FILE);
        FakePlatform.answer("GET /api/datasets/ds-1/versions/dsv-2/files/stg-1/check", 200, """
                {"columns":["Asked","Answered"],"lookedAt":2,"complete":true,"usable":1,"setAsideRows":1,"findings":{"EMAIL":1},
                 "setAside":[{"line":3,"reason":"the column for the prompt is empty"}],
                 "samples":[{"line":2,"fields":[{"name":"prompt","pieces":[{"text":"Write to "},{"text":"[EMAIL]","type":"EMAIL","reason":"well formed"}]},
                  {"name":"completion","pieces":[{"text":"done"}]}]}]}""");
    }

    private static String draft() {
        return FakePlatform.file("version.json")
                .replace("dsv-1", "dsv-2")
                .replace("\"sealed\"", "\"draft\"")
                .replace("12400", "0")
                .replace(":200", ":0")
                .replace("\"setAsideRows\":3", "\"setAsideRows\":0");
    }

    static Person person(String role) {
        Person person = PEOPLE.get(role);
        if (person == null) {
            throw new IllegalArgumentException("nobody is " + role);
        }
        return person;
    }
}
