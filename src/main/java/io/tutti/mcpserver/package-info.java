/** The hub as an MCP server: tools and flows that the caller may use, each call a task. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "failure", "intake", "task", "tool", "trace"})
package io.tutti.mcpserver;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
