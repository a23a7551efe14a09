/** What the hub's log may tell. */
@NullMarked
@ApplicationModule(allowedDependencies = "redaction")
package io.tutti.log;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
