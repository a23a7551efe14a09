package io.tutti.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * The hub's own secrets in {@code data/secrets}: made at the first start, 256 random bits each, readable only by the
 * user who runs the hub. Safe for use by many threads; it has no text form, so that it cannot be logged.
 */
public final class Secrets {

    private static final int BYTES = 32;
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    private final String adminToken;
    private final String brokerPassword;
    private final String auditKey;

    private Secrets(String adminToken, String brokerPassword, String auditKey) {
        this.adminToken = adminToken;
        this.brokerPassword = brokerPassword;
        this.auditKey = auditKey;
    }

    /**
     * Reads the secrets, and makes those that are missing.
     *
     * @throws WrongSetting when others may read them, or one is empty
     */
    public static Secrets of(Home home) {
        Path folder = home.data("secrets");
        var random = new SecureRandom();
        try {
            Files.createDirectories(folder, only("rwx------"));
            refuseIfOthersMayRead(folder, "chmod 700");
            return new Secrets(
                    readOrMake(folder.resolve("admin.token"), random),
                    readOrMake(folder.resolve("broker.password"), random),
                    readOrMake(folder.resolve("audit.key"), random));
        } catch (IOException e) {
            throw new UncheckedIOException("The secrets in " + folder + " cannot be read or made", e);
        }
    }

    /** The bearer token of the administrator. */
    public String adminToken() {
        return adminToken;
    }

    /** The broker's password for the user {@code tutti}. */
    public String brokerPassword() {
        return brokerPassword;
    }

    /** The key that signs audit checkpoints: 32 bytes, unless somebody put another one there. */
    public byte[] auditKey() {
        return auditKey.getBytes(StandardCharsets.UTF_8);
    }

    private static String readOrMake(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            make(file, random);
        }
        refuseIfOthersMayRead(file, "chmod 600");
        String secret = Files.readString(file).strip();
        if (secret.isEmpty()) {
            throw new WrongSetting(file, 0, "is empty; delete it, and the next start makes a new one.");
        }
        return secret;
    }

    private static void make(Path file, SecureRandom random) throws IOException {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        Path half = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(half);
        Files.createFile(half, only("rw-------"));
        try (var out = FileChannel.open(half, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap((secret + "\n").getBytes(StandardCharsets.UTF_8)));
            out.force(true);
        }
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void refuseIfOthersMayRead(Path path, String repair) throws IOException {
        if (POSIX && !OWNERS.containsAll(Files.getPosixFilePermissions(path))) {
            throw new WrongSetting(path, 0, "can be read by other users; run: " + repair + " " + path);
        }
    }

    /** What makes a new file or directory have these permissions, for example {@code rwx------}; nothing outside POSIX. */
    public static FileAttribute<?>[] only(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
