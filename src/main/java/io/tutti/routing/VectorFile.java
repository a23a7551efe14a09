package io.tutti.routing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vectors of texts, kept in one file so that a restart embeds only what is new.
 *
 * <p>Each vector is filed under the hash of the model's name and the text. A file that is missing, damaged or cannot be
 * written costs time, never a wrong vector: it ends with a checksum, is replaced as a whole, and what it lacks is
 * computed. Vectors of texts that are no longer asked for are dropped. Used by one thread at a time.
 */
final class VectorFile {

    private static final Logger LOG = LoggerFactory.getLogger(VectorFile.class);
    private static final long MAGIC = 0x5455545456454331L;
    private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;
    private static final int ENTRY_BYTES = 2 * Long.BYTES + Embedder.DIMENSIONS * Float.BYTES;

    private final Path file;
    private final Embedder embedder;

    VectorFile(Path file, Embedder embedder) {
        this.file = file;
        this.embedder = embedder;
    }

    /** The vectors of {@code texts} in their order. */
    float[][] embed(List<String> texts) {
        Map<Key, float[]> known = read();
        Map<Key, float[]> asked = new HashMap<>();
        float[][] vectors = new float[texts.size()][];
        int computed = 0;
        for (int i = 0; i < vectors.length; i++) {
            Key key = Key.of(texts.get(i));
            float[] vector = known.getOrDefault(key, asked.get(key));
            if (vector == null) {
                vector = embedder.embedAll(List.of(texts.get(i))).getFirst();
                computed++;
            }
            asked.put(key, vector);
            vectors[i] = vector;
        }
        if (computed > 0 || asked.size() != known.size()) {
            write(asked);
            LOG.debug("{} of {} texts embedded anew for {}", computed, vectors.length, file.getFileName());
        }
        return vectors;
    }

    private Map<Key, float[]> read() {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            return parse(Files.readAllBytes(file));
        } catch (IOException e) {
            LOG.warn("{} cannot be read ({}): its texts are embedded again", file, e.toString());
            return Map.of();
        }
    }

    private static Map<Key, float[]> parse(byte[] bytes) throws IOException {
        var in = ByteBuffer.wrap(bytes);
        int entries = (bytes.length - HEAD_BYTES - Long.BYTES) / ENTRY_BYTES;
        boolean whole = bytes.length >= HEAD_BYTES + Long.BYTES
                && in.getLong() == MAGIC
                && in.getInt() == entries
                && bytes.length == sizeOf(entries)
                && in.getLong(bytes.length - Long.BYTES) == checksum(bytes);
        if (!whole) {
            throw new IOException("damaged");
        }
        Map<Key, float[]> vectors = HashMap.newHashMap(entries);
        for (int i = 0; i < entries; i++) {
            var key = new Key(in.getLong(), in.getLong());
            float[] vector = new float[Embedder.DIMENSIONS];
            in.asFloatBuffer().get(vector);
            in.position(in.position() + Float.BYTES * vector.length);
            vectors.put(key, vector);
        }
        return vectors;
    }

    private void write(Map<Key, float[]> vectors) {
        var out = ByteBuffer.allocate(sizeOf(vectors.size()));
        out.putLong(MAGIC).putInt(vectors.size());
        vectors.forEach((key, vector) -> {
            out.putLong(key.high).putLong(key.low);
            out.asFloatBuffer().put(vector);
            out.position(out.position() + Float.BYTES * vector.length);
        });
        out.putLong(checksum(out.array()));
        try {
            Files.createDirectories(file.getParent());
            Path fresh =
                    Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
            Files.write(fresh, out.array());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("{} cannot be written ({}): the next start embeds its texts again", file, e.toString());
        }
    }

    private static int sizeOf(int entries) {
        return HEAD_BYTES + entries * ENTRY_BYTES + Long.BYTES;
    }

    private static long checksum(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes, 0, bytes.length - Long.BYTES);
        return crc.getValue();
    }

    private record Key(long high, long low) {

        static Key of(String text) {
            try {
                var hash = MessageDigest.getInstance("SHA-256");
                hash.update(MiniLm.NAME.getBytes(StandardCharsets.UTF_8));
                var digest = ByteBuffer.wrap(hash.digest(text.getBytes(StandardCharsets.UTF_8)));
                return new Key(digest.getLong(), digest.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256", e);
            }
        }
    }
}
