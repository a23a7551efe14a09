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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.GenericFile;
import org.springframework.stereotype.Component;

/**
 * Files of {@code data/inbox/<flow>/}, called by the route {@code file}. A file becomes its tasks in one transaction,
 * then it moves; a crash between the two is harmless, since the key is the content's hash with the name. Thread-safe.
 */
@Component("fileDoor")
public final class FileDoor {

    /** The exchange property with the place that the file moves to once its exchange is done. */
    public static final String TARGET = "tuttiFileTarget";

    private static final Caller CALLER = Doors.caller("file");
    private static final long LARGEST_BYTES = 10L * 1024 * 1024;

    private final Home home;
    private final Tasks tasks;
    private final FileContent contents;
    private final AuditTrail audit;
    private final Commits commits;
    private final ObjectMapper json;

    FileDoor(Home home, Tasks tasks, FileContent contents, AuditTrail audit, Commits commits, ObjectMapper json) {
        this.home = home;
        this.tasks = tasks;
        this.contents = contents;
        this.audit = audit;
        this.commits = commits;
        this.json = json;
    }

    /**
     * Reads a file into requests: one, or one for each row of a CSV file.
     *
     * @throws Refused when it cannot be accepted
     */
    public void read(Exchange exchange) throws IOException, InterruptedException {
        exchange.setProperty(Admission.CALLER, CALLER);
        tasks.awaitPlace();
        Path file = file(exchange);
        String flow = flow(file);
        String name = file.getFileName().toString();
        exchange.setProperty(TARGET, file.resolveSibling(".done").resolve(name).toString());
        byte[] content = content(file);
        String key = "file:" + sha256(content) + ":" + shortened(name);
        var inputs = contents.inputs(name, content);
        List<NewTask> requests = new ArrayList<>();
        for (int row = 0; row < inputs.size(); row++) {
            String suffix = inputs.size() == 1 ? "" : ".row-" + (row + 1);
            var reply = new Reply.File(flow + "/" + shortened(name) + suffix + ".result.json");
            requests.add(
                    new NewTask(flow, inputs.get(row), null, key + suffix, CALLER.principal(), CALLER.tenant(), reply));
        }
        Failpoint.FILE_READ.reach();
        exchange.getMessage().setBody(requests);
    }

    /** Writes {@code <file>.error.json} into {@code data/rejected/<flow>/} and lets the file move beside it. */
    public void reject(Exchange exchange) throws IOException {
        var refused = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Refused.class);
        Path file = file(exchange);
        Path directory = home.data("rejected", flow(file));
        String name = file.getFileName().toString();
        Files.createDirectories(directory);
        var problem = json.createObjectNode()
                .put("type", "about:blank")
                .put("title", refused.kind())
                .put("status", refused.reason().status())
                .put("detail", refused.getMessage())
                .put("instance", name);
        Files.writeString(directory.resolve(shortened(name) + ".error.json"), problem.toPrettyString() + "\n");
        commits.commit(
                List.of(audit.record(Doors.refused(CALLER, "inbox/" + directory.getFileName() + "/" + name, refused))));
        exchange.setProperty(TARGET, directory.resolve(name).toString());
    }

    private static Path file(Exchange exchange) {
        var file = exchange.getProperty(FileComponent.FILE_EXCHANGE_FILE, GenericFile.class);
        return ((File) file.getFile()).toPath().toAbsolutePath();
    }

    /** The name of the directory that the file lies in. */
    private static String flow(Path file) {
        return file.getName(file.getNameCount() - 2).toString();
    }

    private static byte[] content(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "'%s' is no ordinary file (a link, perhaps); copy the content itself."
                            .formatted(file.getFileName()));
        }
        long size = Files.size(file);
        if (size > LARGEST_BYTES) {
            throw new Refused(
                    Reason.TOO_LARGE,
                    "'%s' has %d bytes; the hub takes %d. Split it."
                            .formatted(file.getFileName(), size, LARGEST_BYTES));
        }
        return Files.readAllBytes(file);
    }

    /** Names may have 255 bytes; with our endings they would not fit into the target directory. */
    private static String shortened(String name) {
        return name.length() <= 200 ? name : name.substring(0, 200);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
