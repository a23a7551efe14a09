package io.tutti.model;

import io.tutti.access.Asked;
import io.tutti.access.Caller;
import io.tutti.access.Guard;
import io.tutti.access.Verdict;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import java.util.Set;

/** A role is the action that it allows; tasks may do everything. */
final class TestGuard implements Guard {

    private static final String ALL = "all";

    @Override
    public Verdict require(Asked asked) {
        if (!permits(asked)) {
            throw new Refused(
                    Reason.NOT_PERMITTED,
                    "'" + asked.action() + "' is not in " + asked.caller().roles());
        }
        return new Verdict(true, "its role", 0, "");
    }

    @Override
    public void requireSome(Caller caller, String action) {
        require(caller, action);
    }

    @Override
    public boolean permits(Asked asked) {
        return asked.caller().roles().contains(ALL) || asked.caller().roles().contains(asked.action());
    }

    @Override
    public Caller find(String principal, String tenant) {
        return new Caller(principal, tenant, Set.of(ALL));
    }
}
