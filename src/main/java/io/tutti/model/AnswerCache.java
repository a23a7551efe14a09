package io.tutti.model;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.output.FinishReason;
import io.tutti.check.Specifics;
import io.tutti.local.Meaning;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers to be given again, for pools that want it: to the same question, or to one that means the same and has the
 * same numbers, dates and identifiers in it. A shelf is for one tenant with one set of rights, one pool, and one
 * context: instructions, evidence, messages before, and how the answer is wanted. It holds {@value #MOST_ON_A_SHELF}
 * answers at most, and there are {@value #MOST_SHELVES} shelves. Safe for use by many threads.
 */
final class AnswerCache {

    private static final int MOST_SHELVES = 64;
    private static final int MOST_ON_A_SHELF = 200;

    private final Cache<String, Shelf> shelves = Caffeine.newBuilder()
            .maximumSize(MOST_SHELVES)
            .executor(Runnable::run)
            .build();
    private final Meaning meaning;
    private final Clock clock;

    AnswerCache(Meaning meaning, Clock clock) {
        this.meaning = meaning;
        this.clock = clock;
    }

    /**
     * An answer that was kept.
     *
     * @param reply as it was given
     * @param likeness of the two questions, 1 for the same
     * @param savedMicroDollars what it cost then
     */
    record Hit(Reply reply, double likeness, long savedMicroDollars) {}

    private record Kept(Reply reply, float[] vector, Set<String> specifics, long microDollars, Instant until) {}

    /** The answer to the same question, else to the one that means the same. */
    Optional<Hit> find(ModelCall call) {
        Caching caching = call.pool().entry().cache();
        if (caching == null || !mayCache(call.request())) {
            return Optional.empty();
        }
        Shelf shelf = shelves.getIfPresent(shelfOf(call));
        return shelf == null ? Optional.empty() : shelf.find(call.request().question(), caching);
    }

    /** Keeps a whole answer that has passed the pool's checks. */
    void keep(ModelCall call, Reply reply) {
        Caching caching = call.pool().entry().cache();
        boolean isWhole = reply.toolCalls().isEmpty() && !reply.text().isEmpty() && reply.finish() == FinishReason.STOP;
        if (caching == null || !isWhole || !mayCache(call.request())) {
            return;
        }
        String question = call.request().question();
        float[] vector = caching.meaning() < 1 ? meaning.of(question) : new float[0];
        Kept kept = new Kept(
                reply,
                vector,
                Specifics.of(question),
                call.account().usage().microDollars(),
                clock.instant().plus(caching.ttl()));
        Objects.requireNonNull(shelves.get(shelfOf(call), name -> new Shelf())).put(question, kept);
    }

    /** What calls of tools lead to depends on more than on what is said. */
    private static boolean mayCache(ModelRequest request) {
        return request.chat().toolSpecifications().isEmpty()
                && request.chat().messages().stream().noneMatch(ToolExecutionResultMessage.class::isInstance)
                && !request.needs().contains(Ability.VISION);
    }

    private static String shelfOf(ModelCall call) {
        ModelRequest request = call.request();
        List<ChatMessage> messages = request.chat().messages();
        String before = messages.subList(0, messages.size() - 1).toString();
        String evidence = request.passages() == 0 ? "" : request.evidence().toString();
        String context = String.join(
                "\u0000",
                call.caller().tenant(),
                call.caller().rights(),
                call.pool().entry().toString(),
                before,
                evidence,
                request.chat().parameters().toString());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(context.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private final class Shelf {

        private final Map<String, Kept> kept = new LinkedHashMap<>();

        synchronized void put(String question, Kept answer) {
            kept.put(question, answer);
            if (kept.size() > MOST_ON_A_SHELF) {
                Iterator<String> oldest = kept.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }

        Optional<Hit> find(String question, Caching caching) {
            Map<String, Kept> fresh = fresh();
            Kept same = fresh.get(question);
            if (same != null) {
                return Optional.of(new Hit(same.reply, 1, same.microDollars));
            }
            if (caching.meaning() >= 1 || fresh.isEmpty()) {
                return Optional.empty();
            }
            float[] vector = meaning.of(question);
            Set<String> specifics = Specifics.of(question);
            return fresh.values().stream()
                    .filter(answer -> answer.specifics.equals(specifics))
                    .map(answer ->
                            new Hit(answer.reply, Meaning.similarity(vector, answer.vector), answer.microDollars))
                    .filter(hit -> hit.likeness >= caching.meaning())
                    .max(Comparator.comparingDouble(Hit::likeness));
        }

        private synchronized Map<String, Kept> fresh() {
            Instant now = clock.instant();
            kept.values().removeIf(answer -> answer.until.isBefore(now));
            return kept.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }
}
