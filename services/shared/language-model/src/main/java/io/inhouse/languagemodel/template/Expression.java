package io.inhouse.languagemodel.template;

import java.util.List;
import java.util.Map;

/** Something that has a value. Each node knows the template's line it stands on. */
sealed interface Expression {
    int line();

    record Literal(int line, Object value) implements Expression {}

    record Name(int line, String name) implements Expression {}

    record ListOf(int line, List<Expression> items) implements Expression {}

    record TupleOf(int line, List<Expression> items) implements Expression {}

    record DictOf(int line, List<Expression> keys, List<Expression> values) implements Expression {}

    record Attribute(int line, Expression target, String name) implements Expression {}

    record Item(int line, Expression target, Expression key) implements Expression {}

    /** {@code target[from:to:step]}; a part left out is the literal none. */
    record Slice(int line, Expression target, Expression from, Expression to, Expression step) implements Expression {}

    record Arguments(List<Expression> positional, Map<String, Expression> named) {}

    record Call(int line, Expression target, Arguments arguments) implements Expression {}

    record Filter(int line, Expression target, String name, Arguments arguments) implements Expression {}

    record Test(int line, Expression target, String name, Arguments arguments) implements Expression {}

    record Not(int line, Expression operand) implements Expression {}

    record Unary(int line, String operator, Expression operand) implements Expression {}

    record Binary(int line, String operator, Expression left, Expression right) implements Expression {}

    record Logical(int line, boolean and, Expression left, Expression right) implements Expression {}

    /** {@code first op0 others[0] op1 others[1] …}, every neighbouring pair compared. */
    record Compare(int line, Expression first, List<String> operators, List<Expression> others) implements Expression {}

    /** {@code then if condition else otherwise}. */
    record Conditional(int line, Expression condition, Expression then, Expression otherwise) implements Expression {}
}
