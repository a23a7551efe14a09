package io.tutti.selfcheck;

import io.tutti.audit.AuditAction;
import io.tutti.audit.AuditEvent;
import io.tutti.audit.AuditTrail;
import io.tutti.commit.Commits;
import io.tutti.home.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Writes into the audit trail with which files a hub starts, by their SHA-256: what was permitted, and which flows there
 * were, can then be proven as what was done. A changed configuration counts from the next start on.
 */
@Component
final class StartRecord {

    private final Home home;
    private final AuditTrail audit;
    private final Commits commits;

    StartRecord(Home home, AuditTrail audit, Commits commits) {
        this.home = home;
        this.audit = audit;
        this.commits = commits;
    }

    /**
     * Writes it, before the hub is ready.
     *
     * @throws IOException when a file cannot be read
     */
    @EventListener(ApplicationReadyEvent.class)
    void write() throws IOException {
        commits.commit(List.of(audit.record(new AuditEvent(
                AuditAction.HUB_STARTED,
                null,
                "hub",
                "default",
                "hub",
                Map.of(
                        "config", digests(home.config()),
                        "routes", digest(digests(home.routes()).toString().getBytes(StandardCharsets.UTF_8)),
                        "connectors",
                                digest(digests(home.connectors()).toString().getBytes(StandardCharsets.UTF_8)))))));
    }

    /** Each file's SHA-256 by its path: relative to its directory, with the directory's number when it is not the first. */
    private static Map<String, String> digests(List<Path> directories) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (int i = 0; i < directories.size(); i++) {
            Path directory = directories.get(i);
            String prefix = i == 0 ? "" : i + "/";
            List<Path> files;
            try (Stream<Path> found = Files.walk(directory)) {
                files = found.filter(Files::isRegularFile).toList();
            }
            for (Path file : files) {
                String name = directory.relativize(file).toString().replace('\\', '/');
                digests.put(prefix + name, digest(Files.readAllBytes(file)));
            }
        }
        return digests;
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
