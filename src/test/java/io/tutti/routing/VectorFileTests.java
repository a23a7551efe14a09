package io.tutti.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFileTests {

    private static final List<String> TEXTS = List.of("where is my order", "I want my money back", "where is my order");

    @TempDir
    Path data;

    private Path file;
    private float[][] expected;

    @BeforeEach
    void write() {
        file = data.resolve("cache").resolve("some.vectors");
        expected = new VectorFile(file, SmallIntents.EMBEDDER).embed(TEXTS);
    }

    @Test
    void givesTheSameVectorsAfterARestart() throws IOException {
        var written = Files.getLastModifiedTime(file);

        float[][] again = new VectorFile(file, SmallIntents.EMBEDDER).embed(TEXTS);

        assertThat(again).isDeepEqualTo(expected);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
    }

    @Test
    void reallyReadsTheFile() throws IOException {
        byte[] other = Files.readAllBytes(file);
        new VectorFile(file, SmallIntents.EMBEDDER).embed(List.of("something else"));

        assertThat(Files.readAllBytes(file)).hasSizeLessThan(other.length);
    }

    @Test
    void computesAgainWhatADamagedFileHad() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 5, 20, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRecovers(whole);
        }
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        Files.write(file, flipped);
        assertRecovers(whole);
    }

    @Test
    void worksWithoutAPlaceToWrite() throws IOException {
        Path taken = Files.writeString(data.resolve("taken"), "a file where a folder should be");

        float[][] vectors = new VectorFile(taken.resolve("some.vectors"), SmallIntents.EMBEDDER).embed(TEXTS);

        assertThat(vectors).isDeepEqualTo(expected);
    }

    private void assertRecovers(byte[] whole) throws IOException {
        assertThat(new VectorFile(file, SmallIntents.EMBEDDER).embed(TEXTS)).isDeepEqualTo(expected);
        assertThat(Files.readAllBytes(file)).hasSameSizeAs(whole);
    }
}
