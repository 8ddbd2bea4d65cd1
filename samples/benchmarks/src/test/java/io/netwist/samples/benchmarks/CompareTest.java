/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Only that it runs: what it measures means nothing on a machine that builds. */
class CompareTest {
    @Test
    void comparesEverythingAndPrintsRatios() {
        PrintStream out = System.out;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        System.setOut(new PrintStream(text, true, StandardCharsets.UTF_8));
        try {
            Compare.main(new String[] {"--quick"});
        } finally {
            System.setOut(out);
        }
        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains("registered, fired: 3")
                .contains("StumbleUpon async")
                .contains("coroutine, 10 awaits");
    }
}
