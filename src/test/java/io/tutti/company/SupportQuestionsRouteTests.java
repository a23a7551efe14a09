package io.tutti.company;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tutti.check.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Holds the end-to-end questions against the sample: what they expect has to be there to be found. */
class SupportQuestionsRouteTests {

    private static final Map<String, String> CONNECTORS = Map.of(
            "order-status", "database-orders-action",
            "returns-refunds", "database-returns-action",
            "invoices", "database-invoices-action",
            "product-questions", "database-products-action",
            "account-changes", "database-account-action");
    private static final Pattern ORDER = Pattern.compile("HP-\\d{5}");
    private static final Pattern INVOICE = Pattern.compile("INV-\\d{4}-\\d{4}");

    private static HikariDataSource database;
    private static ConnectorContext connectors;

    @BeforeAll
    static void start() throws Exception {
        database = SampleCompany.inMemory("questions");
        connectors = new ConnectorContext(database);
    }

    @AfterAll
    static void stop() {
        connectors.close();
        database.close();
    }

    static Stream<CSVRecord> answerable() throws IOException {
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var reader = Files.newBufferedReader(Path.of("src/test/resources/support/questions.csv"))) {
            return format.parse(reader).getRecords().stream()
                    .filter(row -> !row.get("answer").equals("person"));
        }
    }

    @ParameterizedTest
    @MethodSource("answerable")
    void theAnswerIsInTheCompanysData(CSVRecord row) {
        assertThat(known(row)).as(row.get("text")).anyMatch(text -> text.contains(row.get("answer")));
    }

    private static List<String> known(CSVRecord row) {
        var known = new ArrayList<>(JdbcClient.create(database)
                .sql("SELECT body FROM company.article")
                .query(String.class)
                .list());
        var connector = CONNECTORS.get(row.get("intent"));
        if (connector != null) {
            List<?> evidence = connectors.ask(connector, question(row)).getVariable(Evidence.VARIABLE, List.class);
            evidence.forEach(fact -> known.add((String) ((Map<?, ?>) fact).get("text")));
        }
        return known;
    }

    private static String[] question(CSVRecord row) {
        var text = row.get("text");
        var entries = new ArrayList<>(List.of("text", text));
        if (!row.get("customer").isEmpty()) {
            entries.addAll(List.of("customer", row.get("customer")));
        }
        add(entries, "order", ORDER, text);
        add(entries, "invoice", INVOICE, text);
        return entries.toArray(String[]::new);
    }

    private static void add(List<String> entries, String name, Pattern pattern, String text) {
        Matcher found = pattern.matcher(text.toUpperCase(Locale.ROOT));
        if (found.find()) {
            entries.addAll(List.of(name, found.group()));
        }
    }
}
