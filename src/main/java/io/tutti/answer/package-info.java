/** Answers to questions: the prompt from what was dug up, the case for a person, and one reply out of several answers. */
@NullMarked
@ApplicationModule(allowedDependencies = {"failure", "model"})
package io.tutti.answer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
