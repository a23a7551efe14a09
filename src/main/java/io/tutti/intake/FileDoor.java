package io.tutti.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tutti.access.Caller;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.failure.Failpoint;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.home.Home;
import io.tutti.task.NewTask;
import io.tutti.task.Reply;
import io.tutti.task.Tasks;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.GenericFile;
import org.springframework.stereotype.Component;

/**
 * Files of {@code data/inbox/<flow>/}, and of {@code data/inbox/<flow>@<principal>/} for a principal, called by the route {@code file}. A file becomes its tasks in one transaction,
 * then it moves; a crash between the two is harmless, since the key is the content's hash with the name. Thread-safe.
 */
@Component("fileDoor")
public final class FileDoor {

    private static final String SEEN = "tuttiFileSeen";
    private static final int LONGEST_NAME = 200;
    private static final int DIGEST = 16;
    private static final int LARGEST_BYTES = 10 * 1024 * 1024;

    private final Home home;
    private final FileCallers callers;
    private final Tasks tasks;
    private final FileContent contents;
    private final AuditTrail audit;
    private final Commits commits;
    private final ObjectMapper json;

    FileDoor(
            Home home,
            FileCallers callers,
            Tasks tasks,
            FileContent contents,
            AuditTrail audit,
            Commits commits,
            ObjectMapper json) {
        this.home = home;
        this.callers = callers;
        this.tasks = tasks;
        this.contents = contents;
        this.audit = audit;
        this.commits = commits;
        this.json = json;
    }

    /**
     * Reads a file into requests: one, or one for each row of a CSV file. Leaves one alone that has gone, or that changes
     * while it is read.
     *
     * @throws Refused when it cannot be accepted
     */
    public void read(Exchange exchange) throws IOException, InterruptedException {
        exchange.setProperty(Caller.PROPERTY, FileCallers.door());
        tasks.awaitPlace();
        Path file = file(exchange);
        String flow = FileCallers.flow(directory(file));
        String name = file.getFileName().toString();
        Optional<TakenFile> seen = TakenFile.see(file);
        if (seen.isEmpty()) {
            exchange.setRouteStop(true);
            return;
        }
        exchange.setProperty(SEEN, seen.get());
        Optional<byte[]> content = seen.get().content(LARGEST_BYTES);
        if (content.isEmpty()) {
            exchange.setRouteStop(true);
            return;
        }
        requirePlain(name);
        Caller caller = callers.of(directory(file));
        exchange.setProperty(Caller.PROPERTY, caller);
        String key = "file:" + sha256(content.get()) + ":" + shortened(name);
        var inputs = contents.inputs(name, content.get());
        List<NewTask> requests = new ArrayList<>();
        for (int row = 0; row < inputs.size(); row++) {
            String suffix = inputs.size() == 1 ? "" : ".row-" + (row + 1);
            var reply = new Reply.File(directory(file) + "/" + shortened(name) + suffix + ".result.json");
            requests.add(
                    new NewTask(flow, inputs.get(row), null, key + suffix, caller.principal(), caller.tenant(), reply));
        }
        Failpoint.FILE_READ.reach();
        exchange.getMessage().setBody(requests);
    }

    /** Moves a file whose tasks are accepted into {@code .done} beside it. */
    public void done(Exchange exchange) throws IOException {
        TakenFile file = exchange.getProperty(SEEN, TakenFile.class);
        file.moveTo(file.path().resolveSibling(".done"));
    }

    /** Writes {@code <file>.error.json} into {@code data/rejected/<flow>/} and moves the file beside it. */
    public void reject(Exchange exchange) throws IOException {
        var refused = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Refused.class);
        TakenFile seen = exchange.getProperty(SEEN, TakenFile.class);
        Path file = seen.path();
        Path directory = home.data("rejected", directory(file));
        String name = file.getFileName().toString();
        Files.createDirectories(directory);
        var problem = json.createObjectNode()
                .put("type", "about:blank")
                .put("title", refused.kind())
                .put("status", refused.reason().status())
                .put("detail", refused.getMessage())
                .put("instance", name);
        Files.writeString(directory.resolve(shortened(name) + ".error.json"), problem.toPrettyString() + "\n");
        commits.commit(List.of(audit.record(Doors.refused(
                exchange.getProperty(Caller.PROPERTY, Caller.class),
                "inbox/" + directory.getFileName() + "/" + name,
                refused))));
        seen.moveTo(directory);
    }

    /** Camel would run such a name as a program when the result is written. */
    private static void requirePlain(String name) {
        if (name.contains("${") || name.contains("$simple{")) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "A file came whose name has '${' or '$simple{' in it, which Camel takes for an expression; give it another name.");
        }
    }

    private static Path file(Exchange exchange) {
        var file = exchange.getProperty(FileComponent.FILE_EXCHANGE_FILE, GenericFile.class);
        return ((File) file.getFile()).toPath().toAbsolutePath();
    }

    /** The name of the directory that the file lies in. */
    private static String directory(Path file) {
        return file.getName(file.getNameCount() - 2).toString();
    }

    /** Names may have 255 bytes; with our endings they would not fit into the target directory. */
    private static String shortened(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST_NAME) {
            return name;
        }
        int end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME - DIGEST - 1) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end) + "~" + sha256(bytes).substring(0, DIGEST);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
