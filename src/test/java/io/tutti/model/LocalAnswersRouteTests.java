package io.tutti.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import io.tutti.check.Answer;
import io.tutti.check.Checks;
import io.tutti.check.Passage;
import io.tutti.check.Verdict;
import io.tutti.local.LocalModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The local model on the sample company's end-to-end questions, with the evidence of the shipped connectors. */
class LocalAnswersRouteTests {

    private static final String PERSON = "person";

    /** These go to a person because of the mood, the amount or the wish, not for want of an answer. */
    private static final Set<String> OTHER_REASONS = Set.of("sofa", "OUTRAGEOUS", "talk to a person");

    private static SupportDesk desk;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        desk = new SupportDesk(data);
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    static Stream<CSVRecord> answerable() throws IOException {
        return rows().filter(row -> !row.get("answer").equals(PERSON));
    }

    static Stream<CSVRecord> unanswerable() throws IOException {
        return rows().filter(row -> row.get("answer").equals(PERSON))
                .filter(row -> OTHER_REASONS.stream().noneMatch(row.get("text")::contains));
    }

    @ParameterizedTest
    @MethodSource("answerable")
    void findsTheAnswer(CSVRecord row) {
        Map<?, ?> question = question(row);
        List<Passage> evidence = desk.dig(question, row.get("intent"));
        AiMessage found = answer(question, evidence);

        assertThat(found.text()).contains(row.get("answer"));
        assertThat(verdicts(row, evidence, found))
                .allSatisfy((check, verdict) -> assertThat(verdict).isEqualTo(Verdict.PASSED));
    }

    @ParameterizedTest
    @MethodSource("unanswerable")
    void isNotSureOfWhatItDoesNotKnow(CSVRecord row) {
        Map<?, ?> question = question(row);
        List<Passage> evidence = desk.dig(question, row.get("intent"));

        assertThat(verdicts(row, evidence, answer(question, evidence)).values()).anyMatch(verdict -> !verdict.passed());
    }

    private static AiMessage answer(Map<?, ?> question, List<Passage> evidence) {
        List<Map<String, String>> given = evidence.stream()
                .map(passage -> Map.of("source", passage.source(), "text", passage.text()))
                .toList();
        ModelRequest request = ModelRequest.of(Map.of("question", question, "evidence", given));
        return new LocalModel(desk::embed).chat(request.chat().messages()).aiMessage();
    }

    private static Map<?, ?> question(CSVRecord row) {
        Map<String, String> message = new HashMap<>();
        message.put("text", row.get("text"));
        if (!row.get("customer").isEmpty()) {
            message.put("customer", row.get("customer"));
        }
        return desk.read(message);
    }

    private static Map<String, Verdict> verdicts(CSVRecord row, List<Passage> evidence, AiMessage found) {
        Answer answer = new Answer(
                row.get("text"), evidence, found.text(), found.attribute(LocalModel.CONFIDENCE, Double.class), 0.5);
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        for (String name : List.of("not-refusal", "grounded", "confident")) {
            verdicts.put(name, Checks.shipped().plain(name).orElseThrow().check(answer));
        }
        return verdicts;
    }

    private static Stream<CSVRecord> rows() throws IOException {
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var reader = Files.newBufferedReader(Path.of("src/test/resources/support/questions.csv"))) {
            return format.parse(reader).getRecords().stream();
        }
    }
}
