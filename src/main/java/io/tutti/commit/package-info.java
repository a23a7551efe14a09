/** Many callers' changes written as one SQL transaction. */
@NullMarked
@ApplicationModule(allowedDependencies = {"failure"})
package io.tutti.commit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
