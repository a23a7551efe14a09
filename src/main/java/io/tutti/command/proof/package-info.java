/** What can be proven: a configuration's validity, the audit trail, the quality of routing. */
@NullMarked
package io.tutti.command.proof;

import org.jspecify.annotations.NullMarked;
