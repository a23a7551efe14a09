package io.tutti.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbedderTests {

    private static final Embedder EMBEDDER = SmallIntents.EMBEDDER;

    @Test
    void givesVectorsOfLengthOne() {
        float[] vector = EMBEDDER.embed("Where is my order?");

        assertThat(vector).hasSize(Embedder.DIMENSIONS);
        assertThat(Embedder.similarity(vector, vector)).isCloseTo(1f, within(1e-4f));
    }

    @Test
    void putsTheSameMeaningNearer() {
        float[] asked = EMBEDDER.embed("Where is my parcel?");

        assertThat(Embedder.similarity(asked, EMBEDDER.embed("When will the package arrive?")))
                .isGreaterThan(Embedder.similarity(asked, EMBEDDER.embed("The cat sleeps on the sofa.")) + 0.2f);
    }

    @Test
    void givesABlankTextNoDirection() {
        assertThat(Embedder.similarity(EMBEDDER.embed(" "), EMBEDDER.embed("order")))
                .isZero();
    }

    @Test
    void doesNotLetACallerChangeWhatItRemembers() {
        EMBEDDER.embed("remembered")[0] = 42;

        assertThat(EMBEDDER.embed("remembered")[0]).isBetween(-1f, 1f);
    }

    @Test
    void givesManyThreadsTheSameVectors() {
        List<String> texts =
                IntStream.range(0, 24).mapToObj(i -> "question " + i).toList();
        List<float[]> expected = EMBEDDER.embedAll(texts);

        List<float[]> found = texts.parallelStream().map(EMBEDDER::embed).toList();

        for (int i = 0; i < texts.size(); i++) {
            assertThat(Embedder.similarity(found.get(i), expected.get(i))).isCloseTo(1f, within(1e-3f));
        }
    }

    @Test
    void readsATextThatIsLongerThanTheModelsWindow() {
        assertThat(EMBEDDER.embed("the parcel is late and ".repeat(400))).hasSize(Embedder.DIMENSIONS);
    }
}
