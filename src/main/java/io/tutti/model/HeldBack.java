package io.tutti.model;

/**
 * A streamed answer on its way out: its beginning is held back, so that another model can still take over unseen. Used
 * by one thread.
 */
final class HeldBack {

    /** Everything is held until the answer has passed the pool's checks. */
    static final int ALL = Integer.MAX_VALUE;

    private final AnswerStream stream;
    private final int window;
    private final StringBuilder held = new StringBuilder();
    private final StringBuilder seen = new StringBuilder();

    /** @param window characters that are held back before the first is released */
    HeldBack(AnswerStream stream, int window) {
        this.stream = stream;
        this.window = window;
    }

    /** Another model or another try begins; what was held of the one before is forgotten. */
    void restart() {
        held.setLength(0);
    }

    void part(String text) {
        held.append(text);
        boolean full = isSeen() || held.length() > window && !held.toString().isBlank();
        if (full) {
            release();
        }
    }

    /** Lets go of what is still held. */
    void release() {
        if (held.isEmpty()) {
            return;
        }
        String text = held.toString();
        held.setLength(0);
        seen.append(text);
        stream.text(text);
    }

    boolean isSeen() {
        return !seen.isEmpty();
    }

    /** What the caller has. */
    String seen() {
        return seen.toString();
    }
}
