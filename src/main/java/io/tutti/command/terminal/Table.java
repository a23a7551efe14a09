package io.tutti.command.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Rows under headings, as narrow as their content. Columns of numbers are aligned to the right; the last column takes
 * what is left of the line and is cut. A column in which no row has a value is left out. For one thread.
 */
public final class Table {

    private static final String GAP = "  ";
    private static final int NARROWEST_LAST_COLUMN = 24;
    private static final Pattern NUMBER = Pattern.compile("[-+$]?[\\d.,]+( ?(ms|s|min|h|%))?");

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these column headings. */
    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a row: one cell for each heading, "" where there is nothing to say. */
    public void row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells for the columns " + headings);
        }
        rows.add(Arrays.stream(cells).map(Printable::line).toList());
    }

    /** Prints the headings and the rows, or one sentence when there are no rows. */
    public void printOr(String none, Terminal terminal) {
        if (rows.isEmpty()) {
            terminal.print(none);
            return;
        }
        print(terminal);
    }

    private void print(Terminal terminal) {
        int[] columns = IntStream.range(0, headings.size()).filter(this::isUsed).toArray();
        int[] widths = Arrays.stream(columns).map(this::widest).toArray();
        if (columns.length > 0) {
            int last = columns.length - 1;
            int others = Arrays.stream(widths, 0, last).sum() + GAP.length() * last;
            int left = Math.max(NARROWEST_LAST_COLUMN, terminal.columns().getAsInt() - others);
            widths[last] = Math.min(widths[last], left);
        }
        terminal.print(line(headings, columns, widths));
        rows.forEach(row -> terminal.print(line(row, columns, widths)));
    }

    private String line(List<String> cells, int[] columns, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < columns.length; i++) {
            String cell = Printable.cut(cells.get(columns[i]), widths[i]);
            String padding = " ".repeat(widths[i] - Printable.width(cell));
            line.append(i == 0 ? "" : GAP).append(isNumeric(columns[i]) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private boolean isUsed(int column) {
        return rows.stream().anyMatch(row -> !row.get(column).isEmpty());
    }

    private boolean isNumeric(int column) {
        return rows.stream()
                .map(row -> row.get(column))
                .allMatch(cell -> cell.isEmpty() || NUMBER.matcher(cell).matches());
    }

    private int widest(int column) {
        int heading = Printable.width(headings.get(column));
        return rows.stream().mapToInt(row -> Printable.width(row.get(column))).reduce(heading, Math::max);
    }
}
