/** The company's own database, and the sample company that stands in for it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"commit", "failure", "home"})
package io.tutti.company;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
