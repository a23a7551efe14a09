package io.tutti.routing;

import io.tutti.failure.Unavailable;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the articles of the company's database. */
@Component
final class JdbcArticles {

    private final JdbcClient database;
    private final String sql;

    JdbcArticles(@Qualifier("companyDatabase") DataSource database, KnowledgeSettings settings) {
        this.database = JdbcClient.create(database);
        this.sql = settings.sql();
    }

    /** @throws Unavailable when the database does not answer, or not with the columns that are needed */
    List<Article> all() {
        try {
            return database.sql(sql)
                    .query((row, number) -> new Article(
                            Objects.toString(row.getString("id"), ""),
                            Objects.toString(row.getString("topic"), ""),
                            Objects.toString(row.getString("title"), ""),
                            Objects.toString(row.getString("body"), "")))
                    .list();
        } catch (DataAccessException e) {
            throw new Unavailable(
                    "The articles were to be read by tutti.knowledge.sql and the company's database refused: "
                            + e.getMostSpecificCause().getMessage()
                            + ". The query needs the columns id, topic, title and body.",
                    e);
        }
    }
}
