/** What people and operators decide: the inbox, dead letters and the models in use. */
@NullMarked
package io.tutti.command.work;

import org.jspecify.annotations.NullMarked;
