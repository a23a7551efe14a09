package io.tutti.check;

import java.util.List;

/** The shipped checks, for tests of other packages. */
public final class TestChecks {

    private TestChecks() {}

    public static Checks all() {
        return new Checks(List.of(new NotEmpty(), new NotRefusal(), new Confident(), new Grounded()));
    }
}
