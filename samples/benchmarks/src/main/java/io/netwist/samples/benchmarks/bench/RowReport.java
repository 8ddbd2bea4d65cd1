/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The comparisons of servers. */
final class RowReport implements Report {
    private final List<Row> rows;

    RowReport(List<Row> rows) {
        this.rows = rows;
    }

    @Override
    public String markdown() {
        StringBuilder text = new StringBuilder()
                .append("| what | against | throughput (middle half) | CPU per op. (middle half) | bytes per op."
                        + " | p50 / p99 / p99.9, µs | memory, MiB | ours: op/s, µs CPU |\n")
                .append("|---|---|---|---|---|---|---|---|\n");
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %s | %d : %d | %,.0f, %.2f |%n",
                    row.what(),
                    row.peer(),
                    Report.text(row.throughput()),
                    Report.text(row.cpu()),
                    allocation(row),
                    latency(row),
                    row.ours().resident() >> 20,
                    row.theirs().resident() >> 20,
                    row.ours().typical().perSecond(),
                    row.ours().typical().cpuNanos() / 1000));
        }
        return text.toString();
    }

    private static String allocation(Row row) {
        double theirs = row.theirs().typical().bytes();
        return theirs < 0
                ? ""
                : String.format(Locale.ROOT, "%.0f : %.0f", row.ours().typical().bytes(), theirs);
    }

    private static String latency(Row row) {
        Histogram ours = row.ours().latency();
        Histogram theirs = row.theirs().latency();
        return ours == null || theirs == null ? "" : percentiles(ours) + " : " + percentiles(theirs);
    }

    private static String percentiles(Histogram histogram) {
        return String.format(
                Locale.ROOT,
                "%d / %d / %d",
                histogram.getValueAtPercentile(50) / 1000,
                histogram.getValueAtPercentile(99) / 1000,
                histogram.getValueAtPercentile(99.9) / 1000);
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Row row : rows) {
            write(json, row);
        }
        json.writeEndArray();
    }

    @Override
    public String svg(String name) {
        return name.equals("growth")
                ? Plot.curves("CPU per message, µs, by connections", rows)
                : Plot.ratios(name, rows);
    }

    private static void write(JsonGenerator json, Row row) throws IOException {
        json.writeStartObject();
        json.writeStringField("what", row.what());
        json.writeNumberField("size", row.size());
        json.writeStringField("against", row.peer());
        Report.write(json, "throughput", row.throughput());
        Report.write(json, "cpu", row.cpu());
        write(json, "ours", row.ours());
        write(json, "theirs", row.theirs());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Side side) throws IOException {
        Sample typical = side.typical();
        json.writeObjectFieldStart(name);
        json.writeNumberField("perSecond", typical.perSecond());
        json.writeNumberField("cpuNanos", typical.cpuNanos());
        if (typical.bytes() >= 0) {
            json.writeNumberField("bytes", typical.bytes());
        }
        json.writeNumberField("residentBytes", side.resident());
        Histogram latency = side.latency();
        if (latency != null) {
            json.writeObjectFieldStart("latencyNanos");
            for (double percentile : new double[] {50, 99, 99.9}) {
                json.writeNumberField("p" + percentile, latency.getValueAtPercentile(percentile));
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
