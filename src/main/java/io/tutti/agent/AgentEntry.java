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
 * @param handoffs agents, or {@code person}, that it may hand the conversation over to
 * @param rounds the most calls of its pool, from 1, since it took over
 * @param toolCalls the most calls of tools, from 0, since it took over
 * @param mostHandoffs the most that follow each other, from 0, when this agent was asked first
 * @param deadline the longest time at work in one go; time that its task waits for people does not count
 */
record AgentEntry(
        String name,
        String description,
        String instructions,
        String pool,
        List<String> tools,
        List<String> allowTainted,
        List<String> handoffs,
        int rounds,
        int toolCalls,
        int mostHandoffs,
        Duration deadline) {}
