package io.inhouse.languagemodel.template;

import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A parsed template. Immutable; rendering is safe from many threads at once. */
public final class JinjaTemplate {
    private final List<Statement> statements;

    private JinjaTemplate(List<Statement> statements) {
        this.statements = statements;
    }

    /** @throws TemplateException naming the line of the first mistake */
    public static JinjaTemplate parse(String template) {
        try {
            return new JinjaTemplate(TemplateParser.parse(template));
        } catch (StackOverflowError e) {
            throw new TemplateException("chat template: nested too deeply", false);
        }
    }

    /**
     * @param variables JSON-like values: null, strings, booleans, numbers, lists, maps; copied
     * @param clock what {@code strftime_now} reads, with its time zone
     * @throws TemplateException if the template does not fit the values, refuses them, or runs away
     */
    public String render(Map<String, ?> variables, Clock clock) {
        Scope scope = new Scope(null);
        Functions.define(scope, clock);
        Scope template = new Scope(scope);
        variables.forEach((name, value) -> template.set(name, Values.of(value)));
        try {
            return new Interpreter(new Budget()).text(statements, template);
        } catch (StackOverflowError e) {
            throw new TemplateException("chat template: nested too deeply", false);
        } catch (ValueError e) {
            throw new TemplateException("chat template: " + e.getMessage(), false);
        }
    }
}
