package io.tutti.home;

import java.nio.file.Path;

/** A configuration, route or connector file that says something impossible; it stops the start. */
public final class WrongSetting extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final int line;
    private final String expected;

    /**
     * @param file the file
     * @param line from 1; 0 when the whole file is meant
     * @param expected what was found and what was expected
     */
    public WrongSetting(Path file, int line, String expected) {
        super(file + (line > 0 ? ":" + line : "") + ": " + expected);
        this.file = file;
        this.line = line;
        this.expected = expected;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** The line, from 1; 0 when the whole file is meant. */
    public int line() {
        return line;
    }

    /** What was found and what was expected, without the file and line. */
    public String expected() {
        return expected;
    }
}
