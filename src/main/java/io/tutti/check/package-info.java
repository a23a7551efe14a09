/** What an answer rests on, and whether it holds. */
@NullMarked
@ApplicationModule(allowedDependencies = {"failure", "home"})
package io.tutti.check;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
