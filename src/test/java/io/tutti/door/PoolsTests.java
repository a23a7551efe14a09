package io.tutti.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.tutti.access.Caller;
import io.tutti.access.Permissions;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.model.Models;
import org.junit.jupiter.api.Test;

/** Which pool a caller may choose for a task. */
class PoolsTests {

    private final Models models = mock(Models.class);
    private final Permissions permissions = mock(Permissions.class);
    private final Caller caller = mock(Caller.class);
    private final Pools pools = new Pools(models, new Rights(permissions));

    @Test
    void allowsOneThatTheRolesName() {
        when(permissions.allows(any(), eq("pool:careful"))).thenReturn(true);
        assertThatCode(() -> pools.check("careful", caller)).doesNotThrowAnyException();
    }

    @Test
    void asksForNothingWhenNoneIsChosen() {
        assertThatCode(() -> pools.check(null, caller)).doesNotThrowAnyException();
    }

    @Test
    void refusesOneThatTheRolesDoNotName() {
        assertThatThrownBy(() -> pools.check("careful", caller))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_PERMITTED))
                .hasMessageContaining("pool:careful");
    }

    @Test
    void refusesOneThatDoesNotExist() {
        when(permissions.allows(any(), any())).thenReturn(true);
        doThrow(new Refused(Reason.NOT_FOUND, "none")).when(models).requirePool("nowhere");
        assertThatThrownBy(() -> pools.check("nowhere", caller)).hasMessage("none");
    }
}
