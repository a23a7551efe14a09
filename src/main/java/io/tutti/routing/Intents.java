package io.tutti.routing;

import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import io.tutti.home.ConfigFiles;
import io.tutti.home.Home;
import io.tutti.home.WrongSetting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells what a text means: one of the intents of a file in {@code config/intents}, or none of them.
 *
 * <p>The files are read at the start, and learned when the hub is ready or the first text comes. The vectors of
 * the examples are kept in {@code data/cache}. Safe for use by many threads.
 */
@Component("intents")
public final class Intents {

    private static final String FOLDER = "intents";

    private final Embedder embedder;
    private final Map<String, Learned> learned = new TreeMap<>();

    /** @throws WrongSetting when a file says something impossible */
    Intents(ConfigFiles config, Home home, Embedder embedder) {
        this.embedder = embedder;
        read(config, folders(home)).forEach((name, file) -> {
            var vectors = new VectorFile(home.data("cache", FOLDER + "-" + name + ".vectors"), embedder);
            learned.put(name, new Learned(file, new FutureTask<>(() -> Classifier.train(file, vectors::embed))));
        });
    }

    /** Learns in the background what no text has asked for yet; the start of the hub does not have to wait for it. */
    @EventListener(ApplicationReadyEvent.class)
    void learn() {
        Thread.ofPlatform()
                .daemon()
                .name("intents-learner")
                .start(() -> learned.values().forEach(one -> one.classifier.run()));
    }

    /** @throws WrongSetting when a file says something that would stop the start */
    public static void check(ConfigFiles config, Home home) {
        read(config, folders(home));
    }

    private static List<Path> folders(Home home) {
        return home.config().stream().map(folder -> folder.resolve(FOLDER)).toList();
    }

    private static Map<String, IntentsFile> read(ConfigFiles config, List<Path> folders) {
        Map<String, IntentsFile> files = new TreeMap<>();
        config.readFolder(FOLDER)
                .forEach((name, content) -> files.put(
                        name, new IntentsReader(Path.of("config", FOLDER, name + ".yaml"), folders).read(content)));
        return files;
    }

    /**
     * What {@code text} means. Takes about 2 ms, nothing for a text that was seen a moment ago.
     *
     * @param name the file's name without its extension
     * @throws Refused when there is no such file
     * @throws Unavailable when the embedding model cannot be loaded
     */
    public Match classify(String name, String text) {
        Learned found = find(name);
        Classifier classifier = found.await();
        return classifier.classify(embedder.embed(found.file.withoutIdentifiers(text)));
    }

    /**
     * What each of {@code texts} means, in their order; as {@link #classify} for each, with the processors shared.
     */
    public List<Match> classifyAll(String name, List<String> texts) {
        Learned found = find(name);
        Classifier classifier = found.await();
        return texts.parallelStream()
                .map(text -> classifier.classify(embedder.embed(found.file.withoutIdentifiers(text))))
                .toList();
    }

    /** The patterns of identifiers that the file has, by the identifier's name. */
    Map<String, Pattern> identifiers(String name) {
        return find(name).file.identifiers();
    }

    private Learned find(String name) {
        Learned found = learned.get(name);
        if (found == null) {
            throw new Refused(
                    Reason.NOT_FOUND,
                    "The intents '" + name + "' were asked for; config/intents has " + learned.keySet()
                            + ". Add the file or correct the name.");
        }
        return found;
    }

    private record Learned(IntentsFile file, FutureTask<Classifier> classifier) {

        /** Learns if nobody does yet, else waits for who does. */
        Classifier await() {
            classifier.run();
            try {
                return classifier.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Unavailable("A text was to be classified and the wait for the intents was interrupted.", e);
            }
        }
    }
}
