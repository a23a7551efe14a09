package io.tutti.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.tutti.home.YamlFile;
import java.util.Locale;
import java.util.Set;

/** What a saga in a route may say: the task is the saga, so that only its undo and its options are the writer's. */
final class SagaRules {

    private static final Set<String> ENDS = Set.of("completion", "timeout", "sagaservice");

    private static final String TOP = ".*/from/steps/\\d+/saga";

    private SagaRules() {}

    static void check(YamlFile file, String key, JsonNode value, String pointer, Findings findings) {
        if (!key.equals("saga") || !value.isObject()) {
            return;
        }
        if (!pointer.matches(TOP)) {
            findings.stop(
                    file,
                    pointer,
                    "is a saga inside another block, which Camel does not take; move it to the top of a route that the step calls.");
        }
        if (file.content().at(pointer.replaceFirst("/\\d+/saga$", "")).size() > 1) {
            findings.stop(
                    file,
                    pointer,
                    "is a saga beside other steps, which Camel runs inside it; move them into its steps or to who calls the route.");
        }
        if (file.content()
                .at(pointer.replaceFirst("/from/.*", "/group"))
                .asText()
                .equals("flow")) {
            findings.stop(
                    file,
                    pointer,
                    "is a saga outside a step, and only a finished step can be undone; move it to a route that a step calls.");
        }
        if (!value.has("compensation")) {
            findings.stop(
                    file,
                    pointer,
                    "is a saga without an undo; write compensation with direct: and the name of a route.");
        }
        value.properties().forEach(entry -> checkSetting(file, entry.getKey(), entry.getValue(), pointer, findings));
        if (value.path("compensation").has("disabled")) {
            findings.stop(
                    file, pointer + "/compensation/disabled", "would be ignored; take the saga out to have no undo.");
        }
    }

    /** An undo is kept by the name of its route. */
    static void checkUndo(YamlFile file, Uses.Use use, Findings findings) {
        if (use.eip().equals("compensation")
                && (!use.scheme().equals("direct")
                        || !use.parameters().keySet().stream().allMatch("name"::equals))) {
            findings.stop(
                    file,
                    use.pointer(),
                    "is undone by " + use.scheme() + ":" + use.name()
                            + ", expected direct: and the name of a route, without options; call the rest from there.");
        }
    }

    /** Camel takes names with dashes as well. */
    private static void checkSetting(YamlFile file, String name, JsonNode value, String pointer, Findings findings) {
        String setting = name.replace("-", "").toLowerCase(Locale.ROOT);
        String found = value.asText();
        boolean other = setting.equals("propagation") && !found.equals("REQUIRED")
                || setting.equals("completionmode") && !found.equals("AUTO");
        if (ENDS.contains(setting) || other) {
            findings.stop(
                    file,
                    pointer + "/" + name,
                    "sets a saga's " + name + (other ? " to " + found : "")
                            + ", but the task is the saga and its end says whether it is undone; take the line out.");
        }
    }
}
