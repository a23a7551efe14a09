package io.tutti.provider;

import java.util.Locale;

/** Why a call of a model gave no answer. */
public enum Fault {
    /** 429: too many calls. */
    RATE_LIMITED(true, true),
    /** 5xx. */
    SERVER_ERROR(true, true),
    /** No whole response within the model's time-out. */
    TIME_OUT(true, true),
    /** No connection, or it broke. */
    UNREACHABLE(true, true),
    /** 200 with something that is no chat completion: HTML, an error body, cut JSON, no choices. */
    BROKEN_ANSWER(false, true),
    /** 200 with a completion that says nothing. */
    EMPTY_ANSWER(false, true),
    /** The answer ends in the middle because a token limit was reached. */
    CUT_SHORT(false, false),
    /** The provider's filter held the answer back. */
    FILTERED(false, false),
    /** More bytes than are read. */
    TOO_LARGE(false, true),
    /** 3xx: the credentials are for the configured host only. */
    REDIRECTED(false, true),
    /** 401 or 403. */
    KEY_REFUSED(false, true),
    /** 400 or another 4xx. */
    REQUEST_REFUSED(false, false),
    /** All {@code max-concurrent} calls are taken. */
    BUSY(false, false),
    /** The model failed too often lately and is left alone. */
    LEFT_ALONE(false, false),
    /** The deadline of the gateway call was reached before. */
    NO_TIME(false, false),
    /** A budget does not have what the call may cost at most. */
    OVER_BUDGET(false, false),
    /** Its host may not be connected to. */
    NOT_PERMITTED(false, true),
    /** What identifies people could not be taken out of the prompt. */
    NOT_REDACTED(true, false);

    private final boolean mayPass;
    private final boolean ofTheModel;

    Fault(boolean mayPass, boolean ofTheModel) {
        this.mayPass = mayPass;
        this.ofTheModel = ofTheModel;
    }

    /** Whether the same call may succeed a moment later. */
    public boolean mayPass() {
        return mayPass;
    }

    /** Whether it tells against the model, and not against this one prompt; only then does the breaker count it. */
    public boolean isOfTheModel() {
        return ofTheModel;
    }

    /** Whether a request left the hub. */
    public boolean wasCalled() {
        return this != BUSY
                && this != LEFT_ALONE
                && this != NO_TIME
                && this != OVER_BUDGET
                && this != NOT_PERMITTED
                && this != NOT_REDACTED;
    }

    /** What an HTTP status other than 200 says. */
    static Fault ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> KEY_REFUSED;
            case 408 -> TIME_OUT;
            case 429 -> RATE_LIMITED;
            default ->
                status >= 500
                        ? SERVER_ERROR
                        : status >= 400 ? REQUEST_REFUSED : status >= 300 ? REDIRECTED : BROKEN_ANSWER;
        };
    }

    /** The name in the audit trail and in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
