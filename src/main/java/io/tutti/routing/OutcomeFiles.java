package io.tutti.routing;

import io.tutti.home.Home;
import io.tutti.home.WrongSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The files of {@code config/outcomes}, from which pools learn their order. Each is learned in the background once the
 * hub is ready; until then nothing is known. The vectors are kept in {@code data/cache}. Safe for use by many threads.
 */
@Component
public final class OutcomeFiles {

    private static final String FOLDER = "outcomes";

    private final Home home;
    private final Embedder embedder;
    private final Map<String, FutureTask<Outcomes>> learned = new ConcurrentHashMap<>();

    OutcomeFiles(Home home, Embedder embedder) {
        this.home = home;
        this.embedder = embedder;
    }

    /**
     * Reads a file, to learn from it later.
     *
     * @param name of the file, with its extension
     * @throws WrongSetting when it is missing or wrong
     */
    public void require(String name) {
        List<Outcomes.Row> rows = read(home, name);
        VectorFile vectors = new VectorFile(home.data("cache", FOLDER + "-" + name + ".vectors"), embedder);
        learned.put(name, new FutureTask<>(() -> Outcomes.learn(rows, vectors::embed)));
    }

    /** @throws WrongSetting when the file is missing or wrong */
    public static void check(Home home, String name) {
        read(home, name);
    }

    private static List<Outcomes.Row> read(Home home, String name) {
        List<Path> found = home.config().stream()
                .map(folder -> folder.resolve(FOLDER).resolve(name))
                .filter(Files::isRegularFile)
                .toList();
        if (found.isEmpty()) {
            throw new WrongSetting(
                    home.config().getLast().resolve(FOLDER).resolve(name),
                    0,
                    "is not there; a pool that prefers learned needs this CSV file with the columns prompt,model,good.");
        }
        return Outcomes.read(found.getLast());
    }

    @EventListener(ApplicationReadyEvent.class)
    void learn() {
        Thread.ofPlatform()
                .daemon()
                .name("outcomes-learner")
                .start(() -> learned.values().forEach(FutureTask::run));
    }

    /** What was learned from a file; empty as long as it is not. */
    public Optional<Outcomes> of(String name) {
        FutureTask<Outcomes> task = learned.get(name);
        return task != null && task.state() == java.util.concurrent.Future.State.SUCCESS
                ? Optional.of(task.resultNow())
                : Optional.empty();
    }
}
