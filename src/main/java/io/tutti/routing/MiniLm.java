package io.tutti.routing;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import io.tutti.failure.Unavailable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The quantised all-MiniLM-L6-v2 sentence encoder from LangChain4j's jar, run on the caller's thread alone.
 *
 * <p>LangChain4j's own class for it takes ONNX Runtime's default of one worker per core, which spin while they wait;
 * with many tasks on few cores that steals the time of the other tasks. Hence one session with one thread.
 */
final class MiniLm extends AbstractInProcessEmbeddingModel {

    /** Part of the key of every cached vector: a change here makes caches embed again. */
    static final String NAME = "all-minilm-l6-v2-q";

    private final OnnxBertBiEncoder encoder;

    private MiniLm(OnnxBertBiEncoder encoder) {
        super(Runnable::run);
        this.encoder = encoder;
    }

    static MiniLm load() {
        try (InputStream network = resource(".onnx");
                InputStream tokenizer = resource("-tokenizer.json");
                var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            var environment = OrtEnvironment.getEnvironment();
            var session = environment.createSession(network.readAllBytes(), options);
            return new MiniLm(new OnnxBertBiEncoder(environment, session, tokenizer, PoolingMode.MEAN));
        } catch (IOException | OrtException e) {
            throw new Unavailable(
                    "The embedding model " + NAME + " was to be loaded from the jar and could not be: " + e.getMessage()
                            + "; the jar is damaged or this platform has no ONNX Runtime.",
                    e);
        }
    }

    private static InputStream resource(String suffix) throws FileNotFoundException {
        InputStream found = MiniLm.class.getResourceAsStream("/" + NAME + suffix);
        if (found == null) {
            throw new FileNotFoundException(NAME + suffix + " is not on the class path");
        }
        return found;
    }

    @Override
    protected OnnxBertBiEncoder model() {
        return encoder;
    }

    @Override
    public String modelName() {
        return NAME;
    }

    @Override
    protected Integer knownDimension() {
        return Embedder.DIMENSIONS;
    }
}
