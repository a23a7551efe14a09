package io.tutti.intake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tutti.access.Caller;
import io.tutti.access.Permissions;
import io.tutti.failure.Refused;
import io.tutti.gate.Gate;
import io.tutti.task.Flows;
import io.tutti.task.NewTask;
import io.tutti.task.Reply;
import io.tutti.task.Tasks;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTests {

    @Test
    void refusesAKeyOfTheHubsOwn() {
        var permissions = mock(Permissions.class);
        when(permissions.allows(any(), any())).thenReturn(true);
        var admission = new Admission(
                mock(Flows.class), mock(InputSchemas.class), permissions, mock(Tasks.class), mock(Gate.class));
        var asked = new NewTask(
                "work", TextNode.valueOf("go"), null, "tutti:compensate:7f3", "crm", "acme", new Reply.Nowhere());
        assertThatThrownBy(() -> admission.check(List.of(asked), mock(Caller.class)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("'tutti:'")
                .hasMessageContaining("send another one");
    }
}
