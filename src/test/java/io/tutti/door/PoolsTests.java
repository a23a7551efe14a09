package io.tutti.door;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.tutti.access.Caller;
import io.tutti.access.Guard;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.model.Models;
import org.junit.jupiter.api.Test;

/** Which pool a caller may choose for a task. */
class PoolsTests {

    private final Models models = mock(Models.class);
    private final Guard guard = mock(Guard.class);
    private final Caller caller = mock(Caller.class);
    private final Pools pools = new Pools(models, new Rights(guard));

    @Test
    void allowsOneThatTheRolesName() {
        assertThatCode(() -> pools.check("careful", caller)).doesNotThrowAnyException();
    }

    @Test
    void asksForNothingWhenNoneIsChosen() {
        assertThatCode(() -> pools.check(null, caller)).doesNotThrowAnyException();
    }

    @Test
    void refusesOneThatTheRolesDoNotName() {
        when(guard.require(caller, "pool:careful")).thenThrow(new Refused(Reason.NOT_PERMITTED, "not this one"));
        assertThatThrownBy(() -> pools.check("careful", caller)).hasMessage("not this one");
    }

    @Test
    void refusesOneThatDoesNotExist() {
        doThrow(new Refused(Reason.NOT_FOUND, "none")).when(models).requirePool("nowhere");
        assertThatThrownBy(() -> pools.check("nowhere", caller)).hasMessage("none");
    }
}
