package io.tutti.task;

import java.util.Locale;

/** What a journal entry records. */
public enum EntryKind {
    /** A finished section of a flow. */
    STEP,
    /** A model call. */
    MODEL,
    /** A tool call. */
    TOOL,
    /** A person's part. */
    HANDOFF,
    /** A wait for a time. */
    TIMER;

    /** The name in the journal and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
