package io.tutti.intake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tutti.access.Caller;
import io.tutti.access.Guard;
import io.tutti.failure.Refused;
import io.tutti.gate.Gate;
import io.tutti.killswitch.KillSwitches;
import io.tutti.task.Flows;
import io.tutti.task.NewTask;
import io.tutti.task.Reply;
import io.tutti.task.Tasks;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTests {

    @Test
    void refusesAKeyOfTheHubsOwn() {
        var admission = new Admission(
                mock(Flows.class),
                mock(InputSchemas.class),
                mock(Guard.class),
                mock(KillSwitches.class),
                mock(Tasks.class),
                mock(Gate.class));
        var asked = new NewTask(
                "work", TextNode.valueOf("go"), null, "tutti:compensate:7f3", "crm", "acme", new Reply.Nowhere());
        assertThatThrownBy(() -> admission.check(List.of(asked), mock(Caller.class)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("'tutti:'")
                .hasMessageContaining("send another one");
    }
}
