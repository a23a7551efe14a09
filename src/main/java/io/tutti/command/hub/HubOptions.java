package io.tutti.command.hub;

import io.tutti.command.terminal.Terminal;
import io.tutti.command.terminal.WrongUsage;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of every command that talks to a hub: where it is, who asks, and how the answer is printed. */
public final class HubOptions {

    private static final String DEFAULT_URL = "http://127.0.0.1:8080";
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The hub's address; default: $TUTTI_URL or " + DEFAULT_URL + ".")
    private @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            scope = ScopeType.INHERIT,
            description = "Who asks; default: $TUTTI_TOKEN or the content of <data>/secrets/admin.token.")
    private @Nullable String token;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The hub's data directory; default: data.")
    private @Nullable Path data;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print the hub's JSON instead of text for people.")
    private boolean json;

    /** Whether the answer is for a program. */
    public boolean json() {
        return json;
    }

    /** The hub's data directory, which may not exist. */
    public Path data() {
        return data == null ? Path.of("data") : data;
    }

    /**
     * The content of a file of {@code <data>/secrets}, without surrounding space.
     *
     * @throws Refused when it cannot be read; the message says {@code otherwise} what else to do
     */
    public String secret(String name, String otherwise) {
        Path file = data().resolve("secrets").resolve(name);
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            String found = Files.exists(file) ? "cannot be read by you" : "is not there";
            throw new Refused(Reason.UNAUTHENTICATED, "%s %s; %s.".formatted(file, found, otherwise));
        }
    }

    /**
     * The hub.
     *
     * @throws WrongUsage when the address is none
     * @throws Refused when there is no token
     */
    public HubClient client(Terminal terminal) {
        URI address = address(terminal);
        String found = Optional.ofNullable(token)
                .or(() -> terminal.variable("TUTTI_TOKEN"))
                .map(String::strip)
                .orElseGet(() -> storedToken(address));
        if (found.isEmpty() || !found.chars().allMatch(letter -> letter > ' ' && letter < 127)) {
            throw new WrongUsage(
                    "The token is empty or has characters that no token has; give it as --token or TUTTI_TOKEN.");
        }
        return new HubClient(address, found);
    }

    private URI address(Terminal terminal) {
        String text = Optional.ofNullable(url)
                .or(() -> terminal.variable("TUTTI_URL"))
                .orElse(DEFAULT_URL);
        try {
            URI address = new URI(text.replaceAll("/+$", ""));
            boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (isHttp && address.getHost() != null && address.getUserInfo() == null && address.getQuery() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw new WrongUsage("--url is no address: " + e.getReason() + "; write it as " + DEFAULT_URL + ".");
        }
        throw new WrongUsage("--url is no http or https address of a host; write it as " + DEFAULT_URL + ".");
    }

    /** The token of this machine's hub goes to another machine only when its directory was named. */
    private String storedToken(URI address) {
        if (data == null && !THIS_MACHINE.contains(address.getHost())) {
            throw new Refused(
                    Reason.UNAUTHENTICATED,
                    "No token for " + address
                            + "; give --token, set TUTTI_TOKEN, or name its data directory by --data.");
        }
        return secret("admin.token", "give --token, set TUTTI_TOKEN, or name the hub's data directory by --data");
    }
}
