/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Measures the tables that are asked for, or all, and prints them. See docs/performance.md. */
public final class Bench {
    private Bench() {}

    /**
     * Runs.
     *
     * @param args names of tables, all if there are none; {@code --fast} for a run of under two minutes of the tables
     *     that are not named otherwise, {@code --smoke} for one that only shows that everything works
     * @throws Exception if a server does not do what it should
     */
    public static void main(String[] args) throws Exception {
        List<String> names = new ArrayList<>(Arrays.asList(args));
        boolean smoke = names.remove("--smoke");
        boolean fast = names.remove("--fast");
        Settings settings = smoke ? Settings.smoke() : fast ? Settings.fast() : Settings.full();
        Map<String, Tables.Table> tables = Tables.all();
        if (names.isEmpty()) {
            names.addAll(fast ? List.of("echo", "line", "http") : tables.keySet());
        }
        Path results = Path.of(System.getProperty("bench.home", "samples/benchmarks"), "target", "results");
        for (String name : names) {
            Tables.Table table = tables.get(name);
            if (table == null) {
                System.err.println(
                        "table: " + name + " (expected: some of " + String.join(", ", tables.keySet()) + ")");
                System.exit(2);
                return;
            }
            System.out.println("\n## " + name + "\n");
            table.measure(settings).write(results, name);
        }
    }
}
