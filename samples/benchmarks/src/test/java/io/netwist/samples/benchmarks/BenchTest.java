/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.samples.benchmarks.bench.Bench;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs so short that they measure nothing: they show that servers, loads and reports work. */
class BenchTest {
    private final PrintStream out = System.out;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setProperty("bench.home", ".");
        System.setOut(new PrintStream(text, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.clearProperty("bench.home");
        System.setOut(out);
    }

    @Test
    void comparesServersAndWritesThreeFilesForEachTable() throws Exception {
        Bench.main(new String[] {"--smoke", "echo-nio", "udp"});
        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains("| echo 64 B × 1 | netty |")
                .contains("| datagram of 64 B × 50 | netty |");
        for (String suffix : new String[] {"md", "json", "svg"}) {
            assertThat(Path.of("target/results/udp." + suffix)).isNotEmptyFile();
        }
        assertThat(Files.readString(Path.of("target/results/udp.json"))).contains("\"median\"");
        assertThat(Files.readString(Path.of("target/results/udp.svg")))
                .startsWith("<svg")
                .endsWith("</svg>\n");
    }

    @Test
    void comparesCallsWithTwisted() throws Exception {
        Bench.main(new String[] {"--smoke", "amp", "pb"});
        String printed = text.toString(StandardCharsets.UTF_8);
        if (!printed.contains("without twisted:")) {
            assertThat(printed)
                    .contains("| amp call of 64 B, 1 in flight | twisted |")
                    .contains("| pb call of 64 B, 100 in flight | twisted |");
        }
    }

    @Test
    void comparesCosts() throws Exception {
        Bench.main(new String[] {"--smoke", "timers", "calls"});
        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains("| timer set and cancelled | netty wheel timer |")
                .contains("| call from another thread | netty event loop |");
    }
}
