package io.tutti.routing;

import io.tutti.failure.Unavailable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.stereotype.Component;

/**
 * Turns text into vectors whose direction is its meaning, with a model that is part of the program: no network, no key.
 *
 * <p>The model is loaded once, in the background; the first caller waits for it. Embedding runs on the caller's thread
 * (1 to 2 ms for a sentence, more for long text: about 10 ms for each 2,000 characters). The latest texts are
 * remembered, because one question is classified by intent, by mood, and searched. Safe for use by many threads.
 */
@Component
public final class Embedder implements AutoCloseable {

    /** The length of every vector. */
    public static final int DIMENSIONS = 384;

    /** 8 MB; many more than the questions that a hub works on at once. */
    private static final int REMEMBERED = 4_000;

    private final CompletableFuture<MiniLm> model = CompletableFuture.supplyAsync(
            MiniLm::load,
            task -> Thread.ofPlatform().daemon().name("embedding-model-loader").start(task));

    private final LatestVectors remembered = new LatestVectors(REMEMBERED);

    /** Starts to load the model and returns at once. */
    public Embedder() {}

    /**
     * The vector of {@code text}: {@link #DIMENSIONS} numbers of length 1 together, the caller's own copy. A
     * text of white space or control characters has no direction: its vector is all zeros, similar to nothing.
     *
     * @throws Unavailable when the model cannot be loaded on this machine
     */
    public float[] embed(String text) {
        return remembered.get(text, this::compute).clone();
    }

    /**
     * The vectors of {@code texts} in their order, without remembering them.
     *
     * @throws Unavailable as {@link #embed}
     */
    public List<float[]> embedAll(List<String> texts) {
        return texts.stream().map(this::compute).toList();
    }

    /** The cosine of two vectors of this class: 1 for the same meaning, about 0 for unrelated ones. */
    public static float similarity(float[] one, float[] other) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = 0; i < DIMENSIONS; i += 4) {
            a += one[i] * other[i];
            b += one[i + 1] * other[i + 1];
            c += one[i + 2] * other[i + 2];
            d += one[i + 3] * other[i + 3];
        }
        return a + b + c + d;
    }

    /** Waits until the model is loaded, or could not be: a process that ends meanwhile would die in native code. */
    @Override
    public void close() {
        model.handle((loaded, failure) -> loaded != null).join();
    }

    private float[] compute(String text) {
        return text.trim().isEmpty()
                ? new float[DIMENSIONS]
                : loaded().embed(text).content().vector();
    }

    private MiniLm loaded() {
        try {
            return model.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Unavailable unavailable ? unavailable : e;
        }
    }
}
