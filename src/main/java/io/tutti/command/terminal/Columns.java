package io.tutti.command.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/** How wide the terminal is: {@code $COLUMNS}, else what {@code stty} says, else {@value #OTHERWISE}. */
final class Columns implements IntSupplier {

    private static final int OTHERWISE = 120;
    private static final int NARROWEST = 40;
    private static final Pattern SIZE = Pattern.compile("\\d+ (\\d{1,4})\\s*");
    private static final File TERMINAL = new File("/dev/tty");

    private final Map<String, String> environment;

    Columns(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public int getAsInt() {
        String given = environment.getOrDefault("COLUMNS", "");
        int columns = given.matches("\\d{1,4}") ? Integer.parseInt(given) : asked();
        return columns == 0 ? OTHERWISE : Math.max(columns, NARROWEST);
    }

    /** 0 when there is no terminal. */
    private static int asked() {
        try {
            var stty = new ProcessBuilder("stty", "size")
                    .redirectInput(TERMINAL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return 0;
            }
            var size = SIZE.matcher(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            return size.matches() ? Integer.parseInt(size.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
