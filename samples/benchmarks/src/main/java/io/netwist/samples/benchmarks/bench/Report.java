/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A table that has been measured: for people, for programs, and as a picture. */
interface Report {
    /** The table in Markdown. */
    String markdown();

    /** The table for programs. */
    void json(JsonGenerator json) throws IOException;

    /** The table as a picture. */
    String svg(String name);

    /** Prints the table, and writes {@code name.md}, {@code name.json} and {@code name.svg}. */
    default void write(Path directory, String name) throws IOException {
        String text = markdown();
        System.out.print(text);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(name + ".md"), text);
        Files.writeString(directory.resolve(name + ".svg"), svg(name));
        try (JsonGenerator json =
                new JsonFactory().createGenerator(Files.newBufferedWriter(directory.resolve(name + ".json")))) {
            json.useDefaultPrettyPrinter();
            json(json);
        }
    }

    /** A median with the middle half. */
    static String text(Spread spread) {
        return String.format(Locale.ROOT, "**%.2f** (%.2f–%.2f)", spread.median(), spread.low(), spread.high());
    }

    /** A median with the middle half. */
    static void write(JsonGenerator json, String name, Spread spread) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("low", spread.low());
        json.writeNumberField("median", spread.median());
        json.writeNumberField("high", spread.high());
        json.writeEndObject();
    }
}
