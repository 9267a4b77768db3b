package io.inhouse.languagemodel.template;

import java.util.Map;

/** Jinja's {@code namespace(…)}: the one thing that may be changed from inside a loop. */
record Namespace(Map<String, Object> members) {}
