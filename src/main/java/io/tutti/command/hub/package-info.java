/** The hub as the command line sees it: an address, a token and the HTTP API. */
@NullMarked
package io.tutti.command.hub;

import org.jspecify.annotations.NullMarked;
