package io.tutti.agent;

import java.time.Duration;
import java.util.List;

/**
 * What a file in {@code config/agents} says.
 *
 * @param name the file's name
 * @param description for people
 * @param instructions the first system message of each of its model calls
 * @param pool that it asks
 * @param tools names of tools; {@code *} at the end stands for all that begin so
 * @param allowTainted those of them that write or send, which it may call without a person's yes while it knows
 *     untrusted content
 * @param rounds the most calls of its pool, from 1
 * @param toolCalls the most calls of tools, from 0
 * @param deadline the longest time at work in one go; time that its task waits for people does not count
 */
record AgentEntry(
        String name,
        String description,
        String instructions,
        String pool,
        List<String> tools,
        List<String> allowTainted,
        int rounds,
        int toolCalls,
        Duration deadline) {}
