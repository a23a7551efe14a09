package io.tutti.acceptance;

import io.tutti.routing.Embedder;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** What the machine can do without a hub, in the same run: the figures of the hub are read against these. */
final class MachineFigures {

    private static final int TIMES = 400;
    private static final int COMMITS = 5_000;

    private final Path database;

    MachineFigures(Path database) {
        this.database = database;
    }

    void print(List<String> questions) throws Exception {
        Figure.say("raw: embedding a question, one thread", millisToEmbed(questions), "ms");
        Figure.say("raw: H2 commits of one row, one thread", commitsPerSecond(), "/s");
    }

    private static double millisToEmbed(List<String> questions) {
        var embedder = new Embedder();
        embed(embedder, questions);
        long began = System.nanoTime();
        embed(embedder, questions);
        return Figure.secondsSince(began) * 1e3 / TIMES;
    }

    private static void embed(Embedder embedder, List<String> questions) {
        for (int i = 0; i < TIMES; i++) {
            embedder.embedAll(List.of(questions.get(i % questions.size())));
        }
    }

    private double commitsPerSecond() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:h2:file:" + database + ";WRITE_DELAY=0", "sa", "");
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE step (id INTEGER PRIMARY KEY, body VARCHAR)");
            try (var insert = connection.prepareStatement("INSERT INTO step VALUES (?, ?)")) {
                insert(insert, 0);
                long began = System.nanoTime();
                insert(insert, COMMITS);
                return COMMITS / Figure.secondsSince(began);
            }
        }
    }

    private static void insert(PreparedStatement insert, int first) throws SQLException {
        for (int i = 0; i < COMMITS; i++) {
            insert.setInt(1, first + i);
            insert.setString(2, "x".repeat(500));
            insert.executeUpdate();
        }
    }
}
