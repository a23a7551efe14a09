/** Shows tasks and cancels them. */
@NullMarked
package io.tutti.command.tasks;

import org.jspecify.annotations.NullMarked;
