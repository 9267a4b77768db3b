package io.inhouse.languagemodel.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carries statements out. */
final class Interpreter {
    private enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    private final Budget budget;
    private final Evaluator evaluator;

    Interpreter(Budget budget) {
        this.budget = budget;
        this.evaluator = new Evaluator(budget);
    }

    String text(List<Statement> statements, Scope scope) {
        StringBuilder out = new StringBuilder();
        run(statements, scope, out);
        return out.toString();
    }

    private Flow run(List<Statement> statements, Scope scope, StringBuilder out) {
        for (Statement statement : statements) {
            budget.step();
            Flow flow = run(statement, scope, out);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow run(Statement statement, Scope scope, StringBuilder out) {
        switch (statement) {
            case Statement.Data data -> append(out, data.text());
            case Statement.Output output -> append(out, string(output.value(), scope));
            case Statement.If branch -> {
                return run(evaluator.holds(branch.condition(), scope) ? branch.then() : branch.otherwise(), scope, out);
            }
            case Statement.For loop -> {
                return loop(loop, scope, out);
            }
            case Statement.Set set -> set(set, scope);
            case Statement.SetBlock set ->
                scope.set(set.target(), filtered(text(set.body(), new Scope(scope)), set.filters(), scope));
            case Statement.FilterBlock block ->
                append(out, PythonText.str(filtered(text(block.body(), new Scope(scope)), block.filters(), scope)));
            case Statement.Macro macro -> scope.set(macro.name(), callable(macro, scope));
            case Statement.CallBlock block -> append(out, call(block, scope));
            case Statement.With with -> {
                Scope inner = new Scope(scope);
                for (int i = 0; i < with.names().size(); i++) {
                    inner.set(
                            with.names().get(i),
                            evaluator.evaluate(with.values().get(i), scope));
                }
                return run(with.body(), inner, out);
            }
            case Statement.Break b -> {
                return Flow.BREAK;
            }
            case Statement.Continue c -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.NEXT;
    }

    private String string(Expression expression, Scope scope) {
        try {
            return PythonText.str(evaluator.evaluate(expression, scope));
        } catch (ValueError e) {
            throw new TemplateException(expression.line(), String.valueOf(e.getMessage()));
        }
    }

    private void append(StringBuilder out, String text) {
        budget.size(text.length());
        out.append(text);
        if (out.length() > 16_000_000) {
            budget.size(Long.MAX_VALUE);
        }
    }

    private Object filtered(String text, List<Expression.Filter> filters, Scope scope) {
        Object value = text;
        for (Expression.Filter filter : filters) {
            value = evaluator.filter(filter, value, scope);
        }
        return value;
    }

    private Flow loop(Statement.For loop, Scope scope, StringBuilder out) {
        List<Object> items = items(loop, scope);
        if (items.isEmpty()) {
            return run(loop.otherwise(), new Scope(scope), out);
        }
        int depth = scope.get("loop") instanceof Loop around ? around.depth() + 1 : 1;
        List<Object> lastChanged = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            budget.step();
            Scope inner = new Scope(scope);
            assign(loop.line(), loop.targets(), items.get(i), inner);
            inner.set("loop", new Loop(items, i, depth, lastChanged));
            if (run(loop.body(), inner, out) == Flow.BREAK) {
                break;
            }
        }
        return Flow.NEXT;
    }

    private List<Object> items(Statement.For loop, Scope scope) {
        List<Object> all;
        try {
            all = Values.items(evaluator.evaluate(loop.over(), scope));
        } catch (ValueError e) {
            throw new TemplateException(loop.line(), String.valueOf(e.getMessage()));
        }
        budget.size(all.size());
        if (loop.condition().isEmpty()) {
            return all;
        }
        List<Object> kept = new ArrayList<>();
        for (Object item : all) {
            Scope inner = new Scope(scope);
            assign(loop.line(), loop.targets(), item, inner);
            if (evaluator.holds(loop.condition().get(), inner)) {
                kept.add(item);
            }
        }
        return kept;
    }

    private static void assign(int line, List<String> targets, Object value, Scope scope) {
        if (targets.size() == 1) {
            scope.set(targets.getFirst(), value);
            return;
        }
        if (!Values.isIterable(value) || Values.length(value) != targets.size()) {
            throw new TemplateException(
                    line, Values.type(value) + " does not unpack into " + targets.size() + " names");
        }
        List<Object> parts = Values.items(value);
        for (int i = 0; i < parts.size(); i++) {
            scope.set(targets.get(i), parts.get(i));
        }
    }

    private void set(Statement.Set set, Scope scope) {
        Object value = evaluator.evaluate(set.value(), scope);
        if (set.attribute().isEmpty()) {
            assign(set.line(), set.targets(), value, scope);
        } else if (scope.get(set.targets().getFirst()) instanceof Namespace namespace) {
            namespace.members().put(set.attribute().get(), value);
        } else {
            throw new TemplateException(set.line(), "attributes can be set on a namespace only");
        }
    }

    private Callable callable(Statement.Macro macro, Scope defined) {
        return (positional, named) -> {
            budget.enterMacro();
            Scope scope = new Scope(defined);
            Map<String, Object> rest = new LinkedHashMap<>(named);
            int withoutDefault = macro.parameters().size() - macro.defaults().size();
            for (int i = 0; i < macro.parameters().size(); i++) {
                String name = macro.parameters().get(i);
                Object given = rest.remove(name);
                if (i < positional.size()) {
                    scope.set(name, positional.get(i));
                } else if (given != null) {
                    scope.set(name, given);
                } else if (i >= withoutDefault) {
                    scope.set(name, evaluator.evaluate(macro.defaults().get(i - withoutDefault), scope));
                } else {
                    scope.set(name, new Undefined(name));
                }
            }
            Object caller = rest.remove("caller");
            scope.set("caller", caller == null ? new Undefined("caller") : caller);
            int taken = Math.min(macro.parameters().size(), positional.size());
            scope.set("varargs", new Tuple(positional.subList(taken, positional.size())));
            scope.set("kwargs", new LinkedHashMap<Object, Object>(rest));
            String text = text(macro.body(), scope);
            budget.leaveMacro();
            return text;
        };
    }

    private String call(Statement.CallBlock block, Scope scope) {
        Object target = evaluator.evaluate(block.call().target(), scope);
        Arguments arguments = evaluator.arguments(block.call().arguments(), scope);
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        named.put("caller", callable(block.caller(), scope));
        try {
            return PythonText.str(Evaluator.called(target, new Arguments(arguments.positional(), named)));
        } catch (ValueError e) {
            throw new TemplateException(block.call().line(), String.valueOf(e.getMessage()));
        }
    }
}
