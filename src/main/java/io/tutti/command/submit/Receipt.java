package io.tutti.command.submit;

import io.tutti.command.hub.Answer;

/** What the sender has after sending. */
sealed interface Receipt {

    /** The task, ended or not. */
    record Task(Answer task) implements Receipt {}

    /**
     * Nothing yet.
     *
     * @param where where it was put and where the result will be
     */
    record Sent(String where) implements Receipt {}
}
