package io.tutti.mcp;

/** Texts of strangers in messages of the hub. */
final class Said {

    private static final int LONGEST = 500;

    private Said() {}

    /** The text in one line of at most {@value #LONGEST} characters, without controls. */
    static String inOneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + " ..." : line;
    }
}
