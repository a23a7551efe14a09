package io.tutti.command.submit;

import io.tutti.command.hub.Answer;
import io.tutti.command.hub.Fields;
import io.tutti.command.terminal.WrongUsage;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.failure.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code inbox/<flow>}; the answer comes back as a file of {@code outbox/<flow>}.
 *
 * @param data the hub's data directory
 * @param clock names the file when there is no key
 */
record FileDoor(Path data, Clock clock) implements Door {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    /** Some file systems do not tell of new files: look again this often. */
    private static final Duration LOOKS_EVERY = Duration.ofMillis(250);

    @Override
    public Receipt send(Submission submission) {
        check("flow", submission.flow());
        if (submission.conversation() != null) {
            throw new WrongUsage("A file cannot carry --conversation; use --via http or --via jms.");
        }
        String name = name(submission) + (submission.isJson() ? ".json" : ".txt");
        Path result = place("outbox", submission.flow(), name + ".result.json");
        Path refusal = place("rejected", submission.flow(), name + ".error.json");
        try (var watcher = watcher(result, refusal)) {
            Path file = write(submission, name);
            if (submission.patience().isZero()) {
                return new Receipt.Sent("Wrote " + file + "; the result will be " + result + ".");
            }
            return new Receipt.Task(await(watcher, result, refusal, submission.patience()));
        } catch (IOException e) {
            throw new Unavailable("Files under " + data + " cannot be written or read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("Interrupted while waiting for " + result + ".", e);
        }
    }

    private String name(Submission submission) {
        if (submission.key() != null) {
            return check("key", submission.key());
        }
        return "submit-" + TIMESTAMP.format(clock.instant()) + "-"
                + ProcessHandle.current().pid();
    }

    private static String check(String option, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new WrongUsage("--" + option + " becomes a file name with --via file: "
                    + "use letters, digits, '.', '_' and '-', at most 100, the first a letter or digit.");
        }
        return value;
    }

    private Path place(String folder, String flow, String file) {
        return data.resolve(folder).resolve(flow).resolve(file);
    }

    private Path write(Submission submission, String name) throws IOException {
        if (!Files.isDirectory(data.resolve("inbox"))) {
            throw new Refused(
                    Reason.NOT_FOUND,
                    data.resolve("inbox")
                            + " is not there; start the hub first, or name its data directory by --data.");
        }
        Path file = place("inbox", submission.flow(), name);
        Path half = file.resolveSibling("." + name + ".part");
        Files.createDirectories(data.resolve("inbox").resolve(submission.flow()));
        Files.writeString(half, submission.body());
        return Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private WatchService watcher(Path... files) throws IOException {
        var watcher = data.getFileSystem().newWatchService();
        for (Path file : files) {
            Path folder = file.getParent();
            if (folder != null && Files.isDirectory(folder)) {
                folder.register(watcher, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            }
        }
        return watcher;
    }

    private static Answer await(WatchService watcher, Path result, Path refusal, Duration wait)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        Optional<Answer> answer = look(result, refusal);
        while (answer.isEmpty() && System.nanoTime() < end) {
            long left = Math.min(end - System.nanoTime(), LOOKS_EVERY.toNanos());
            var key = watcher.poll(left, TimeUnit.NANOSECONDS);
            forget(key);
            answer = look(result, refusal);
        }
        return answer.orElseThrow(() -> new Unavailable("No result came within " + wait.toMillis() / 1000.0
                + " s: it goes on, or a person has it; see `tasks` and `inbox`, and later " + result + "."));
    }

    private static void forget(@Nullable WatchKey key) {
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }

    private static Optional<Answer> look(Path result, Path refusal) throws IOException {
        if (Files.exists(refusal)) {
            String why = Fields.text(Answer.of(Files.readString(refusal)).json(), "detail");
            throw new Refused(Reason.BAD_INPUT, why.isEmpty() ? "Rejected; see " + refusal + "." : why);
        }
        return Files.exists(result) ? Optional.of(Answer.of(Files.readString(result))) : Optional.empty();
    }
}
