/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The comparisons of costs. */
final class FigureReport implements Report {
    private final List<Figure> figures;

    FigureReport(List<Figure> figures) {
        this.figures = figures;
    }

    @Override
    public String markdown() {
        StringBuilder text =
                new StringBuilder("| what | against | cost (middle half) | ours : theirs |\n|---|---|---|---|\n");
        for (Figure figure : figures) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %,.0f : %,.0f %s |%n",
                    figure.what(),
                    figure.peer(),
                    Report.text(figure.ratio()),
                    figure.ours(),
                    figure.theirs(),
                    figure.unit()));
        }
        return text.toString();
    }

    @Override
    public void json(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Figure figure : figures) {
            json.writeStartObject();
            json.writeStringField("what", figure.what());
            json.writeStringField("against", figure.peer());
            json.writeStringField("unit", figure.unit());
            json.writeNumberField("ours", figure.ours());
            json.writeNumberField("theirs", figure.theirs());
            Report.write(json, "ratio", figure.ratio());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @Override
    public String svg(String name) {
        return Plot.costs(name, figures);
    }
}
