package io.tutti.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.tutti.audit.AuditQuery.Filter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives the trail away as lines of JSON, page by page, so that one of any length can be. Thread-safe. */
public final class TrailExport {

    /** CloudEvents 1.0, JSON format. */
    private static final String SPEC_VERSION = "1.0";

    private final AuditQuery trail;
    private final JdbcSeals seals;
    private final ObjectMapper json;

    TrailExport(AuditQuery trail, JdbcSeals seals, ObjectMapper json) {
        this.trail = trail;
        this.seals = seals;
        this.json = json;
    }

    /** The records that fit, oldest first, each as {@link AuditRecord}. */
    public void records(Filter filter, Consumer<String> lines) {
        pages(filter, record -> lines.accept(text(record)));
    }

    /** The same as CloudEvents of the types {@code io.tutti.audit.<action>}, with the record as data. */
    public void cloudEvents(Filter filter, Consumer<String> lines) {
        pages(filter, record -> {
            ObjectNode event = json.createObjectNode()
                    .put("specversion", SPEC_VERSION)
                    .put("id", record.seq() + "-" + record.digest())
                    .put("source", "/tutti/audit")
                    .put("type", "io.tutti.audit." + record.action())
                    .put("time", record.at().toString())
                    .put("subject", record.subject())
                    .put("datacontenttype", "application/json");
            event.putRawValue("data", new RawValue(text(record)));
            lines.accept(text(event));
        });
    }

    /**
     * The sealed records that fit, by their seals, with a line for each seal after them, so that the lines can be verified.
     * Where the filter names a period alone, the seals are whole: some records are just before or after the period.
     */
    public void sealed(Filter filter, Consumer<String> lines) {
        Optional<JdbcSeals.Range> range = seals.range(filter.from(), filter.to());
        if (range.isEmpty()) {
            return;
        }
        long last = range.get().last();
        for (var next = seals.after(range.get().first() - 1);
                next.isPresent() && next.get().id() <= last;
                next = seals.after(next.get().id())) {
            Seal seal = next.get();
            List<AuditRecord> records = seals.recordsOf(seal.id(), seal.records()).stream()
                    .filter(record -> filter.isForAll() || filter.fits(record))
                    .toList();
            if (!records.isEmpty()) {
                write(seal, records, lines);
            }
        }
    }

    void write(Seal seal, List<AuditRecord> records, Consumer<String> lines) {
        records.forEach(record -> lines.accept(text(record)));
        lines.accept(text(json.createObjectNode()
                .put("seal", seal.id())
                .put("first", seal.firstSeq())
                .put("last", seal.lastSeq())
                .put("records", seal.records())
                .put("digests", seal.digests())
                .put("previous", seal.previous())
                .put("hash", seal.hash())));
    }

    private void pages(Filter filter, Consumer<AuditRecord> records) {
        for (var page = trail.find(filter); ; page = trail.find(filter.after(page.next()))) {
            page.records().forEach(records);
            if (page.next() == null) {
                return;
            }
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
