/** How {@code java -jar tutti.jar} finds its classes without looking through three hundred jars. Runs on Java 17. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.tutti.launch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
