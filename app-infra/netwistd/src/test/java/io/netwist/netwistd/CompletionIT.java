/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that completes command lines. */
class CompletionIT {

    @TempDir
    Path directory;

    private List<String> completed(Path script, String... words) throws Exception {
        String ask = "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; _complete_netwistd; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "-c", ask)
                // Outside a completion, bash has something to say about compopt.
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return out.strip().lines().map(String::strip).toList();
    }

    @Test
    @Spec("USG-17")
    void bashCompletesServicesAndTheirOptions() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
        Launched.Ended ended = Launched.run(directory, "completion");
        assertThat(ended.status()).isZero();
        Path script = Files.writeString(directory.resolve("netwistd.bash"), ended.out() + "\n");
        assertThat(completed(script, "netwistd", "po")).containsExactly("portforward");
        assertThat(completed(script, "netwistd", "--log-l")).containsExactly("--log-level");
        assertThat(completed(script, "netwistd", "portforward", "--dest-p")).containsExactly("--dest-port");
        assertThat(completed(script, "netwistd", "config", "che")).containsExactly("check");
        assertThat(Launched.run(directory, "completion", "fish").err())
                .isEqualTo("netwistd: completion: fish (expected: nothing more)\n");
    }
}
