package io.tutti.routing;

import io.tutti.home.WrongSetting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A row of a CSV file whose first two columns are a text and its intent; a heading row starts with {@code text}. */
record LabelledText(String text, String label) {

    /** @throws WrongSetting when the file cannot be read, is empty, or a row has fewer than two columns */
    static List<LabelledText> read(Path file) {
        List<LabelledText> rows = new ArrayList<>();
        try (var parser = CSVParser.parse(file, StandardCharsets.UTF_8, CSVFormat.DEFAULT)) {
            for (CSVRecord row : parser) {
                if (row.size() < 2) {
                    throw new WrongSetting(
                            file, (int) parser.getCurrentLineNumber(), "expected two columns: text,category");
                }
                if (row.getRecordNumber() > 1 || !row.get(0).strip().equalsIgnoreCase("text")) {
                    rows.add(new LabelledText(row.get(0), row.get(1).strip()));
                }
            }
        } catch (IOException e) {
            throw new WrongSetting(file, 0, "a CSV file with the columns text,category was expected: " + e);
        }
        if (rows.isEmpty()) {
            throw new WrongSetting(file, 0, "has no rows; expected the columns text,category");
        }
        return rows;
    }
}
