package io.tutti.company;

import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the company's database is.
 *
 * @param sample whether the hub creates the sample company in it at the start; true unless set. Set it to false when
 *     the database is your own
 * @param datasource how to connect
 */
@Validated
@ConfigurationProperties("tutti.company")
record CompanySettings(
        @DefaultValue("true") boolean sample, @DefaultValue Datasource datasource) {

    /**
     * How to connect.
     *
     * @param url the JDBC address; absent: an H2 file under {@code data/db}
     * @param username {@code sa} unless set
     * @param password empty unless set
     */
    record Datasource(
            @Nullable String url,
            @DefaultValue("sa") @NotBlank String username,
            @DefaultValue("") String password) {}
}
