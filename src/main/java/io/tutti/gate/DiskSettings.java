package io.tutti.gate;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The hub's disk.
 *
 * @param reserve how much must be free for new work to be taken; 64 MB by default
 */
@ConfigurationProperties("tutti.disk")
record DiskSettings(@DefaultValue("64MB") DataSize reserve) {}
