/** The tools of MCP servers: found, approved by people, and called no longer than they stay what was approved. */
@NullMarked
@ApplicationModule(allowedDependencies = {"audit", "commit", "egress", "failure", "home", "tool"})
package io.tutti.mcp;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
