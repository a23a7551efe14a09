package io.tutti.rules;

import java.nio.file.Path;

/**
 * Something wrong in a file.
 *
 * @param file the file
 * @param line from 1; 0 when the whole file is meant
 * @param message what was found and what was expected
 * @param stops whether the hub refuses to run with it; else it is a matter of style, such as a missing description
 */
public record Finding(Path file, int line, String message, boolean stops) {

    /** {@code file:line: message}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + message;
    }
}
