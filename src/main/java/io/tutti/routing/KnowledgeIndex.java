package io.tutti.routing;

import io.tutti.failure.Unavailable;
import io.tutti.home.Home;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Finds passages of the company's articles by their meaning.
 *
 * <p>The articles are read and embedded in the background at the start, and read again every
 * {@link KnowledgeSettings#refresh()}; only new passages are embedded. Each search compares all passages: exact, and
 * about 0.1 ms for a thousand, so that up to some 50,000 passages (80 MB) need no vector database. Safe for use by many
 * threads.
 */
@Component("knowledge")
final class KnowledgeIndex {

    private static final Logger LOG = LoggerFactory.getLogger(KnowledgeIndex.class);
    private static final String ROWS = "rows";

    private final JdbcArticles articles;
    private final Embedder embedder;
    private final VectorFile vectors;
    private volatile CompletableFuture<Index> index = new CompletableFuture<>();

    KnowledgeIndex(JdbcArticles articles, Embedder embedder, Home home) {
        this.articles = articles;
        this.embedder = embedder;
        this.vectors = new VectorFile(home.data("cache", "knowledge.vectors"), embedder);
    }

    /**
     * The nearest passages, best first; the first search reads the articles if that has not begun.
     *
     * @param topic only articles of this topic; empty for all
     * @param max at most so many
     * @throws Unavailable when the articles cannot be read
     */
    List<Passage> search(String text, String topic, int max) {
        float[] asked = embedder.embed(text);
        Index ready = await();
        List<Passage> found = new ArrayList<>();
        for (int i = 0; i < ready.pieces.size(); i++) {
            Piece piece = ready.pieces.get(i);
            if (topic.isBlank() || topic.equalsIgnoreCase(piece.article.topic())) {
                double similarity = Embedder.similarity(asked, ready.vectors[i]);
                found.add(new Passage(piece.article.source(), piece.article.topic(), piece.text, similarity));
            }
        }
        found.sort(Comparator.comparingDouble(Passage::similarity).reversed());
        return List.copyOf(found.subList(0, Math.min(Math.max(max, 0), found.size())));
    }

    /**
     * Leaves what was found for the body's question in the variable {@code rows}, with the columns {@code source} and
     * {@code fact}; for {@code database-knowledge-action}.
     *
     * @param minSimilarity passages below it are left out
     */
    public void dig(Exchange exchange, String topic, int max, double minSimilarity) {
        List<Map<String, Object>> rows = search(Question.withoutIdentifiers(exchange), topic, max).stream()
                .filter(passage -> passage.similarity() >= minSimilarity)
                .map(passage -> Map.<String, Object>of("source", passage.source(), "fact", passage.text()))
                .toList();
        exchange.setVariable(ROWS, rows);
    }

    /** Reads the articles in the background, unless a search came first. */
    @EventListener(ApplicationReadyEvent.class)
    void start() {
        Thread.ofPlatform().daemon().name("knowledge-index").start(this::first);
    }

    private synchronized void first() {
        if (!index.isDone() || index.isCompletedExceptionally()) {
            refresh();
        }
    }

    /** Reads the articles again; keeps what it has when they cannot be read. */
    @Scheduled(
            initialDelayString = "${tutti.knowledge.refresh:PT5M}",
            fixedDelayString = "${tutti.knowledge.refresh:PT5M}")
    synchronized void refresh() {
        try {
            List<Piece> pieces = articles.all().stream()
                    .flatMap(article -> article.pieces().stream().map(text -> new Piece(article, text)))
                    .toList();
            if (!index.isDone()
                    || index.isCompletedExceptionally()
                    || !index.join().pieces.equals(pieces)) {
                become(pieces);
            }
        } catch (RuntimeException e) {
            LOG.warn("The knowledge index was not refreshed: {}", e.getMessage());
            index.completeExceptionally(e);
        }
    }

    private void become(List<Piece> pieces) {
        var fresh = new Index(
                pieces, vectors.embed(pieces.stream().map(Piece::embedded).toList()));
        if (!index.complete(fresh)) {
            index = CompletableFuture.completedFuture(fresh);
        }
        LOG.info("The knowledge index has {} passages", pieces.size());
    }

    private Index await() {
        if (!index.isDone() || index.isCompletedExceptionally()) {
            first();
        }
        try {
            return index.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Unavailable unavailable
                    ? unavailable
                    : new Unavailable("The company's articles were to be searched and could not be indexed.", e);
        }
    }

    private record Piece(Article article, String text) {

        /** The title tells what the sentences are about, which they often do not repeat. */
        String embedded() {
            return article.title() + ". " + text;
        }
    }

    private record Index(List<Piece> pieces, float[][] vectors) {}
}
