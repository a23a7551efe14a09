package io.tutti.redaction;

import java.util.function.Consumer;

/** Puts back what was taken out of a prompt while its answer streams: a mark may come in several parts. Used by one thread. */
public final class RestoredStream implements Consumer<String> {

    private final Redaction redaction;
    private final Consumer<String> next;
    private final StringBuilder held = new StringBuilder();

    /** @param next gets the restored parts */
    public RestoredStream(Redaction redaction, Consumer<String> next) {
        this.redaction = redaction;
        this.next = next;
    }

    @Override
    public void accept(String part) {
        held.append(part);
        int open = held.lastIndexOf("[");
        boolean mayBeAMark = open >= 0 && held.indexOf("]", open) < 0 && held.length() - open < Redaction.LONGEST_MARK;
        release(mayBeAMark ? open : held.length());
    }

    /** Nothing more comes. */
    public void end() {
        release(held.length());
    }

    private void release(int length) {
        if (length > 0) {
            String text = held.substring(0, length);
            held.delete(0, length);
            next.accept(redaction.restore(text));
        }
    }
}
