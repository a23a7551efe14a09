package io.tutti.tool;

import java.util.List;

/**
 * Why a tool may be called.
 *
 * @param rule the rule of access.yaml that allows it
 * @param people who agreed, in the order in which they did; none where no approval was needed
 */
record Grant(String rule, List<String> people) {}
