package io.tutti.command.terminal;

/**
 * Makes text from messages, models and strangers safe for a terminal: what could move the cursor, change a title or
 * reverse the reading order is shown as its Unicode escape.
 */
public final class Printable {

    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Printable() {}

    /** {@code text} in one line: runs of spaces, tabs and line ends become one space. */
    public static String line(String text) {
        return escape(text.strip().replaceAll("\\s+", " "), false);
    }

    /** {@code text} with its line ends; a tab becomes four spaces. */
    public static String text(String text) {
        return escape(text.replace("\r\n", "\n").replace("\t", "    "), true);
    }

    /** JSON that means the same, with nothing in it that a terminal could obey. */
    public static String json(String json) {
        return escape(json.replace("\r\n", "\n"), true);
    }

    /** How many columns {@code text} takes: wide letters two, combining marks none. */
    public static int width(String text) {
        return text.codePoints().map(Printable::width).sum();
    }

    /** {@code text} cut to {@code columns} with an ellipsis, or as it is when it fits. */
    public static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        var kept = new StringBuilder();
        int used = 1;
        for (int letter : text.codePoints().toArray()) {
            used += width(letter);
            if (used > columns) {
                break;
            }
            kept.appendCodePoint(letter);
        }
        return kept.toString().stripTrailing() + "…";
    }

    private static String escape(String text, boolean lineEnds) {
        var safe = new StringBuilder(text.length());
        text.codePoints().forEach(letter -> {
            if (isHarmless(letter) || lineEnds && letter == '\n') {
                safe.appendCodePoint(letter);
            } else {
                Character.toString(letter).chars().forEach(unit -> safe.append(String.format("\\u%04x", unit)));
            }
        });
        return safe.toString();
    }

    private static boolean isHarmless(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT -> letter == ZERO_WIDTH_JOINER;
            default -> true;
        };
    }

    private static int width(int letter) {
        return switch (Character.getType(letter)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(letter) ? 2 : 1;
        };
    }

    private static boolean isWide(int letter) {
        return Character.isIdeographic(letter)
                || Character.isEmojiPresentation(letter)
                || letter >= 0x1100 && letter <= 0x115F
                || letter >= 0x2E80 && letter <= 0xA4CF
                || letter >= 0xAC00 && letter <= 0xD7A3
                || letter >= 0xFF00 && letter <= 0xFF60;
    }
}
