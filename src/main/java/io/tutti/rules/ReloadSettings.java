package io.tutti.rules;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How changed routes come into a running hub.
 *
 * @param every how often the route directories are looked at; default 1 s, 0 for never
 */
@ConfigurationProperties("tutti.reload")
record ReloadSettings(@DefaultValue("1s") Duration every) {}
