package io.inhouse.languagemodel.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes expressions. */
final class Evaluator {
    private final Budget budget;
    private final Filters filters;

    Evaluator(Budget budget) {
        this.budget = budget;
        this.filters = new Filters(budget);
    }

    /** @throws TemplateException naming the line */
    Object evaluate(Expression expression, Scope scope) {
        budget.step();
        try {
            return value(expression, scope);
        } catch (ValueError e) {
            throw new TemplateException(expression.line(), String.valueOf(e.getMessage()));
        }
    }

    boolean holds(Expression expression, Scope scope) {
        return Values.truth(evaluate(expression, scope));
    }

    private Object value(Expression expression, Scope scope) {
        return switch (expression) {
            case Expression.Literal literal -> literal.value();
            case Expression.Name name -> scope.get(name.name());
            case Expression.ListOf list -> all(list.items(), scope);
            case Expression.TupleOf tuple -> new Tuple(all(tuple.items(), scope));
            case Expression.DictOf dict -> dict(dict, scope);
            case Expression.Attribute a -> Members.attribute(evaluate(a.target(), scope), a.name(), budget);
            case Expression.Item i -> Members.item(evaluate(i.target(), scope), evaluate(i.key(), scope), budget);
            case Expression.Slice s -> slice(s, scope);
            case Expression.Call call -> call(call, scope);
            case Expression.Filter filter -> filter(filter, evaluate(filter.target(), scope), scope);
            case Expression.Test test ->
                TypeTests.test(test.name(), evaluate(test.target(), scope), arguments(test.arguments(), scope));
            case Expression.Not not -> !holds(not.operand(), scope);
            case Expression.Unary unary -> Operators.unary(unary.operator(), evaluate(unary.operand(), scope));
            case Expression.Binary b ->
                Operators.binary(b.operator(), evaluate(b.left(), scope), evaluate(b.right(), scope), budget);
            case Expression.Logical logical -> logical(logical, scope);
            case Expression.Compare compare -> compare(compare, scope);
            case Expression.Conditional c -> evaluate(holds(c.condition(), scope) ? c.then() : c.otherwise(), scope);
        };
    }

    Object filter(Expression.Filter filter, Object value, Scope scope) {
        try {
            return filters.apply(filter.name(), value, arguments(filter.arguments(), scope));
        } catch (ValueError e) {
            throw new TemplateException(filter.line(), filter.name() + ": " + e.getMessage());
        }
    }

    private List<Object> all(List<Expression> expressions, Scope scope) {
        List<Object> values = new ArrayList<>();
        for (Expression expression : expressions) {
            values.add(evaluate(expression, scope));
        }
        return values;
    }

    private Map<Object, Object> dict(Expression.DictOf dict, Scope scope) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < dict.keys().size(); i++) {
            map.put(evaluate(dict.keys().get(i), scope), evaluate(dict.values().get(i), scope));
        }
        return map;
    }

    private Object slice(Expression.Slice s, Scope scope) {
        Object target = evaluate(s.target(), scope);
        budget.size(Values.length(target));
        return Sequences.slice(target, evaluate(s.from(), scope), evaluate(s.to(), scope), evaluate(s.step(), scope));
    }

    Arguments arguments(Expression.Arguments arguments, Scope scope) {
        Map<String, Object> named = new LinkedHashMap<>();
        arguments.named().forEach((name, expression) -> named.put(name, evaluate(expression, scope)));
        return new Arguments(all(arguments.positional(), scope), named);
    }

    private Object call(Expression.Call call, Scope scope) {
        Object target = evaluate(call.target(), scope);
        Arguments arguments = arguments(call.arguments(), scope);
        return called(target, arguments);
    }

    static Object called(Object target, Arguments arguments) {
        if (target instanceof Callable callable) {
            return callable.call(arguments.positional(), arguments.named());
        }
        throw new ValueError(
                target instanceof Undefined undefined
                        ? "'" + undefined.name() + "' is undefined"
                        : Values.type(target) + " cannot be called");
    }

    private Object logical(Expression.Logical logical, Scope scope) {
        Object left = evaluate(logical.left(), scope);
        return Values.truth(left) == logical.and() ? evaluate(logical.right(), scope) : left;
    }

    private boolean compare(Expression.Compare compare, Scope scope) {
        Object left = evaluate(compare.first(), scope);
        for (int i = 0; i < compare.operators().size(); i++) {
            Object right = evaluate(compare.others().get(i), scope);
            budget.size(left instanceof String a ? a.length() : 1);
            budget.size(right instanceof String b ? b.length() : 1);
            if (!Operators.compare(compare.operators().get(i), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }
}
