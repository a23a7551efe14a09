package io.tutti.audit;

import io.tutti.fuzz.Soon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Exports that somebody wrote who has not the key: none with a record is intact. */
public final class ExportFuzz {

    private static final byte[] KEY = "no-one-knows-this-key".getBytes(StandardCharsets.UTF_8);
    private static final Path FILE = file();

    private ExportFuzz() {}

    /** Verifies one. */
    public static void fuzzerTestOneInput(byte[] content) {
        Soon.orRefused(() -> {
            Files.write(FILE, content);
            AuditVerifier.Verdict verdict = AuditVerifier.ofExport(FILE, KEY, false, null);
            if (verdict.intact() && verdict.records() > 0) {
                throw new AssertionError("A forged export is intact");
            }
        });
    }

    private static Path file() {
        try {
            return Files.createTempFile("export", ".jsonl");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
