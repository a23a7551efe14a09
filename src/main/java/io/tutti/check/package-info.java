/** What an answer rests on, and whether it holds. */
@NullMarked
@ApplicationModule(allowedDependencies = {"failure"})
package io.tutti.check;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
