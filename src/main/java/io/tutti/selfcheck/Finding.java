package io.tutti.selfcheck;

/**
 * What the self-check says of one thing.
 *
 * @param state whether the hub may start with it
 * @param what what was looked at, what was found, and what to do when it is not well
 */
record Finding(State state, String what) {

    enum State {
        /** As it should be. */
        OK,
        /** It works, and somebody should know. */
        WARN,
        /** The hub does not start with it. */
        REFUSED
    }

    static Finding ok(String what) {
        return new Finding(State.OK, what);
    }

    static Finding warn(String what) {
        return new Finding(State.WARN, what);
    }

    static Finding refused(String what) {
        return new Finding(State.REFUSED, what);
    }
}
