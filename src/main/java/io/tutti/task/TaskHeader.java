package io.tutti.task;

/** The headers that a flow finds on its message. */
public enum TaskHeader {
    /** The task's id. */
    TASK("tuttiTaskId"),
    /** The conversation's id; absent when there is none. */
    CONVERSATION("tuttiConversation"),
    /** The account. */
    TENANT("tuttiTenant");

    private final String word;

    TaskHeader(String word) {
        this.word = word;
    }

    /** The header's name. */
    public String word() {
        return word;
    }
}
