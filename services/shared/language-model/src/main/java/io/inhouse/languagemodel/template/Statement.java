package io.inhouse.languagemodel.template;

import java.util.List;
import java.util.Optional;

/** Something that is carried out. */
sealed interface Statement {
    record Data(String text) implements Statement {}

    record Output(Expression value) implements Statement {}

    /** Without {@code else} the list is empty. */
    record If(Expression condition, List<Statement> then, List<Statement> otherwise) implements Statement {}

    record For(
            int line,
            List<String> targets,
            Expression over,
            Optional<Expression> condition,
            List<Statement> body,
            List<Statement> otherwise)
            implements Statement {}

    /** @param attribute of a namespace named {@code targets[0]}, if there is one */
    record Set(int line, List<String> targets, Optional<String> attribute, Expression value) implements Statement {}

    /** {@code {% set x %}…{% endset %}}, perhaps with filters on the text. */
    record SetBlock(String target, List<Expression.Filter> filters, List<Statement> body) implements Statement {}

    record FilterBlock(List<Expression.Filter> filters, List<Statement> body) implements Statement {}

    record Macro(int line, String name, List<String> parameters, List<Expression> defaults, List<Statement> body)
            implements Statement {}

    /** {@code {% call(a) m(…) %}…{% endcall %}}: the body becomes the macro {@code caller}. */
    record CallBlock(Expression.Call call, Macro caller) implements Statement {}

    record With(List<String> names, List<Expression> values, List<Statement> body) implements Statement {}

    record Break() implements Statement {}

    record Continue() implements Statement {}
}
