package io.inhouse.datasets.catalogue;

import io.inhouse.datasets.client.DataGovernance;
import io.inhouse.datasets.client.DatasetChange;
import io.inhouse.datasets.client.NewDataset;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import java.time.DateTimeException;
import java.time.Period;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a dataset may say about itself. */
final class Terms {
    private Terms() {}

    /** @throws PlatformException {@code INVALID_REQUEST} if the request has no body */
    static <T> T present(@Nullable T request) {
        if (request == null) {
            throw invalid("body", "The body is missing: a JSON object with what the dataset says about itself.");
        }
        return request;
    }

    static NewDataset checked(NewDataset request) {
        return new NewDataset(
                required(request.name()),
                text("description", request.description(), 4000),
                purposes(request.purposes()),
                text("legalBasis", request.legalBasis(), 500),
                text("licence", request.licence(), 200),
                retention(request.retention()),
                text("consentBatch", request.consentBatch(), 200),
                checked(request.governance()));
    }

    static DatasetChange checked(DatasetChange request) {
        return new DatasetChange(
                text("description", request.description(), 4000),
                purposes(request.purposes()),
                text("legalBasis", request.legalBasis(), 500),
                text("licence", request.licence(), 200),
                retention(request.retention()),
                text("consentBatch", request.consentBatch(), 200),
                checked(request.governance()));
    }

    private static @Nullable DataGovernance checked(@Nullable DataGovernance request) {
        return request == null
                ? null
                : new DataGovernance(
                        statement("designChoices", request.designChoices()),
                        statement("origin", request.origin()),
                        statement("preparation", request.preparation()),
                        statement("assumptions", request.assumptions()),
                        statement("suitability", request.suitability()),
                        statement("biasExamination", request.biasExamination()),
                        statement("biasMitigation", request.biasMitigation()),
                        statement("gaps", request.gaps()));
    }

    private static @Nullable String statement(String member, @Nullable String value) {
        return text("governance." + member, value, 4000);
    }

    /** What was stated before, where the change states nothing. */
    static DataGovernance merged(DataGovernance before, @Nullable DataGovernance change) {
        return change == null
                ? before
                : new DataGovernance(
                        either(change.designChoices(), before.designChoices()),
                        either(change.origin(), before.origin()),
                        either(change.preparation(), before.preparation()),
                        either(change.assumptions(), before.assumptions()),
                        either(change.suitability(), before.suitability()),
                        either(change.biasExamination(), before.biasExamination()),
                        either(change.biasMitigation(), before.biasMitigation()),
                        either(change.gaps(), before.gaps()));
    }

    private static @Nullable String either(@Nullable String change, @Nullable String before) {
        return change != null ? change : before;
    }

    /** For the record: the statements that are there. */
    static Map<String, Object> stated(DataGovernance governance) {
        Map<String, Object> stated = new LinkedHashMap<>();
        put(stated, "designChoices", governance.designChoices());
        put(stated, "origin", governance.origin());
        put(stated, "preparation", governance.preparation());
        put(stated, "assumptions", governance.assumptions());
        put(stated, "suitability", governance.suitability());
        put(stated, "biasExamination", governance.biasExamination());
        put(stated, "biasMitigation", governance.biasMitigation());
        put(stated, "gaps", governance.gaps());
        return stated;
    }

    private static void put(Map<String, Object> stated, String name, @Nullable String value) {
        if (value != null) {
            stated.put(name, value);
        }
    }

    @SuppressWarnings("ConstantValue") // JSON may leave the name out
    private static String required(@Nullable String name) {
        String valid = text("name", name, 200);
        if (valid == null) {
            throw invalid("name", "A dataset needs a name.");
        }
        return valid;
    }

    private static @Nullable String text(String member, @Nullable String value, int longest) {
        if (value == null) {
            return null;
        }
        String stripped = value.strip();
        if (stripped.isEmpty() || stripped.length() > longest || stripped.indexOf('\0') >= 0) {
            throw invalid(member, member + " has 1 to " + longest + " characters.");
        }
        return stripped;
    }

    private static @Nullable List<String> purposes(@Nullable List<String> purposes) {
        if (purposes == null) {
            return null;
        }
        if (purposes.size() > 50
                || purposes.stream().anyMatch(p -> p == null || !p.matches("[a-z0-9][a-z0-9._-]{0,99}"))) {
            throw invalid(
                    "purposes",
                    "purposes is a list of at most 50 words of lower-case letters, digits, '.', '_' and '-', for example customer-service.");
        }
        return purposes.stream().distinct().toList();
    }

    private static @Nullable String retention(@Nullable String period) {
        if (period == null) {
            return null;
        }
        try {
            Period parsed = Period.parse(period.strip());
            if (!parsed.isNegative() && !parsed.isZero()) {
                return parsed.toString();
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw invalid("retention", "retention is an ISO 8601 period longer than nothing, for example P2Y or P18M.");
    }

    private static PlatformException invalid(String member, String detail) {
        return new PlatformException(Failure.INVALID_REQUEST, detail, Map.of("param", member));
    }
}
