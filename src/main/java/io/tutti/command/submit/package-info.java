/** Sends a new task by one of the hub's doors and waits for its answer. */
@NullMarked
package io.tutti.command.submit;

import org.jspecify.annotations.NullMarked;
