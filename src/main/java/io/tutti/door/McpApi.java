package io.tutti.door;

import io.tutti.access.Caller;
import io.tutti.failure.Failure;
import io.tutti.failure.Reason;
import io.tutti.failure.Refused;
import io.tutti.mcp.McpToolState;
import io.tutti.mcp.McpTools;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The tools of MCP servers, and who approved them, over HTTP. */
@RestController
@RequestMapping("/api/mcp")
final class McpApi {

    private final McpTools tools;
    private final Rights rights;

    McpApi(McpTools tools, Rights rights) {
        this.tools = tools;
        this.rights = rights;
    }

    /**
     * A server.
     *
     * @param server its name in mcp.yaml
     * @param problem why it could not be asked; null when it could
     * @param tools that it lists, or that were approved
     */
    record Shown(String server, @Nullable String problem, List<McpToolState> tools) {}

    /** @param digest of the definition that the approver has seen */
    record Approval(@Nullable String digest) {}

    @GetMapping
    List<Shown> all(@AuthenticationPrincipal Caller caller) throws InterruptedException {
        rights.require(caller, Rights.READ_MCP);
        List<Shown> shown = new ArrayList<>();
        for (String server : tools.serverNames()) {
            shown.add(look(server));
        }
        return shown;
    }

    private Shown look(String server) throws InterruptedException {
        try {
            return new Shown(server, null, tools.look(server));
        } catch (Failure e) {
            return new Shown(server, e.getMessage(), List.of());
        }
    }

    @PutMapping("/{server}/{tool}")
    McpToolState approve(
            @PathVariable String server,
            @PathVariable String tool,
            @RequestBody Approval approval,
            @AuthenticationPrincipal Caller caller)
            throws InterruptedException {
        rights.require(caller, Rights.APPROVE_MCP);
        if (approval.digest() == null) {
            throw new Refused(
                    Reason.BAD_INPUT,
                    "A tool is approved by the \"digest\" of the definition that you have seen; GET /api/mcp tells it.");
        }
        return tools.approve(server, tool, approval.digest(), caller.principal(), caller.tenant());
    }

    /** @return what is known of the server's tools then */
    @DeleteMapping("/{server}/{tool}")
    Shown revoke(@PathVariable String server, @PathVariable String tool, @AuthenticationPrincipal Caller caller)
            throws InterruptedException {
        rights.require(caller, Rights.APPROVE_MCP);
        tools.revoke(server, tool, caller.principal(), caller.tenant());
        return look(server);
    }
}
