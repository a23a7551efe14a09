package io.tutti.intake;

import io.tutti.access.Caller;
import io.tutti.access.Principals;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.home.ConfigFiles;
import io.tutti.home.Home;
import io.tutti.home.Secrets;
import io.tutti.home.Setting;
import io.tutti.home.WrongSetting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Who drops files: the principal whose directory {@code data/inbox/<flow>@<principal>/} it is, by {@code files} of
 * access.yaml, else the door's own. The hub makes these directories when it starts, for itself alone; whoever gives another
 * user of the operating system the right to write there gives it the principal's rights. Thread-safe.
 */
@Component
final class FileCallers {

    private static final Caller DOOR = Doors.caller("file");
    private static final String AT = "@";

    private final Principals principals;
    private final Map<String, String> owners = new HashMap<>();

    /** @throws WrongSetting when a flow of {@code files} cannot be the name of one */
    FileCallers(ConfigFiles config, Home home, Principals principals) {
        this.principals = principals;
        new Setting(config.read("access"), "", (pointer, expected) -> config.wrong("access", pointer, expected))
                .at("principals")
                .entries()
                .forEach((principal, setting) -> {
                    for (String flow : setting.at("files").texts()) {
                        if (!flow.matches("[a-z0-9-]+")) {
                            throw setting.at("files").wrong("'" + flow + "' is no flow's name.");
                        }
                        owners.put(flow + AT + principal, principal);
                    }
                });
        owners.keySet().forEach(directory -> make(home, directory));
    }

    private static void make(Home home, String directory) {
        Path own = home.data("inbox", directory);
        try {
            Files.createDirectories(home.data("inbox"));
            if (!Files.isDirectory(own)) {
                Files.createDirectory(own, Secrets.only("rwx------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The flow that files of a directory are for. */
    static String flow(String directory) {
        return directory.split(AT, 2)[0];
    }

    /**
     * Who may write to a directory, with the rights that this principal has.
     *
     * @throws Refused when its name has a principal to whom access.yaml does not give it
     */
    Caller of(String directory) {
        if (!directory.contains(AT)) {
            return DOOR;
        }
        String owner = owners.get(directory);
        if (owner == null) {
            throw new Refused(
                    Reason.NOT_PERMITTED,
                    "A file came in inbox/%s, which access.yaml gives to nobody; give the flow to the principal in its files,"
                                    .formatted(directory)
                            + " or drop the file in inbox/" + flow(directory) + ".");
        }
        return principals.named(owner).orElseThrow();
    }

    /** Whose files are refused before it is known who dropped them. */
    static Caller door() {
        return DOOR;
    }
}
