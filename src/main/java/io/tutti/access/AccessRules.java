package io.tutti.access;

import io.tutti.home.ConfigFiles;
import io.tutti.home.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The roles and approvals of access.yaml.
 *
 * @param roles by name
 * @param approvals what needs people, whoever asks
 */
record AccessRules(Map<String, Role> roles, List<Approval> approvals) {

    private static final String FILE = "access";
    private static final int MOST_PEOPLE = 5;

    /** What the holders of a role may do, and may not whatever else allows it. */
    record Role(List<Rule> allow, List<Rule> deny) {}

    /** What needs the yes of this many different people. */
    record Approval(Rule rule, int people) {}

    /** @throws io.tutti.home.WrongSetting when a condition is none */
    static AccessRules of(ConfigFiles config) {
        var file = new Setting(config.read(FILE), "", (pointer, expected) -> config.wrong(FILE, pointer, expected));
        Map<String, Role> roles = new TreeMap<>();
        file.at("roles")
                .entries()
                .forEach((name, role) -> roles.put(name, new Role(rules(role.at("allow")), rules(role.at("deny")))));
        List<Approval> approvals = new ArrayList<>();
        for (Setting approval : file.at("approvals").items()) {
            approvals.add(new Approval(rule(approval), approval.whole("people", 1, 1, MOST_PEOPLE)));
        }
        return new AccessRules(roles, approvals);
    }

    Optional<Role> role(String name) {
        return Optional.ofNullable(roles.get(name));
    }

    private static List<Rule> rules(Setting list) {
        return list.items().stream().map(AccessRules::rule).toList();
    }

    private static Rule rule(Setting item) {
        if (item.node().isTextual()) {
            return Rule.of(item.node().textValue(), null);
        }
        Setting when = item.at("when");
        return Rule.of(item.text("action", ""), when.isPresent() ? condition(when) : null);
    }

    private static Condition condition(Setting when) {
        try {
            return Condition.of(when.node().asText());
        } catch (IllegalArgumentException e) {
            throw when.wrong(String.valueOf(e.getMessage()));
        }
    }
}
