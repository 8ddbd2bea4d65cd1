/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is kept alive. */
class ProcmonIT {

    @TempDir
    Path directory;

    private static long number(String line, String after) {
        String rest = line.substring(line.indexOf(after) + after.length());
        assertThat(rest).endsWith(" stream=stdout");
        return Long.parseLong(rest.substring(0, rest.indexOf(' ')));
    }

    private static void ends(long pid) throws Exception {
        var left = ProcessHandle.of(pid);
        if (left.isPresent()) {
            left.get().onExit().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    @Spec({"MON-02", "MON-04", "MON-09", "MON-10"})
    void startsAProgramAgainThatHasEndedAndLogsWhatItSays() throws Exception {
        try (Launched launched = Launched.start(
                directory,
                "procmon",
                "-m",
                "0.01",
                "sh",
                "-c",
                "test -n \"$PATH\" && test ! -e once && echo first && touch once && exit 7; echo --help >&2; exec sleep 60",
                "sh",
                "--help")) {
            assertThat(launched.line("sh --help] first")).contains("[sh -c test");
            assertThat(launched.line("exit code 7")).contains("in 0.01 s");
            launched.line("sh --help] --help");
            launched.signal("TERM");
            assertThat(launched.end().status()).isZero();
        }
    }

    @Test
    @Spec({"MON-05", "MON-06", "OPS-41"})
    void aStopLeavesNobodyWhoIgnoresSIGTERM() throws Exception {
        String stubborn =
                "trap '' TERM; sh -c 'echo grandchild $$; exec sleep 600' & echo child $$; wait; exec sleep 600";
        try (Launched launched = Launched.start(directory, "procmon", "-k", "0.1", "sh", "-c", stubborn)) {
            long child = number(launched.line("] child "), "] child ");
            long grandchild = number(launched.line("] grandchild "), "] grandchild ");
            assertThat(ProcessHandle.of(grandchild)).isPresent();
            launched.signal("TERM");
            assertThat(launched.end().status()).isZero();
            assertThat(launched.out()).contains("killing it").contains("signal 9");
            ends(child);
            ends(grandchild);
        }
    }

    @Test
    @Spec({"MON-10", "USG-03", "USG-04", "USG-10", "PLG-08"})
    void whatMakesNoSenseIsAnError() throws Exception {
        assertThat(Launched.run(directory, "procmon", "-t", "2").err())
                .isEqualTo(
                        "netwistd: procmon: no program (expected: a command, for example netwistd procmon sleep 10)\n");
        Launched.Ended negative = Launched.run(directory, "procmon", "--killtime=-1", "true");
        assertThat(negative.status()).isEqualTo(2);
        assertThat(negative.err()).isEqualTo("netwistd: procmon: --killtime: -1 (expected: seconds, 0 or more)\n");
        assertThat(Launched.run(directory, "procmon", "-M", "0.5", "true").err())
                .isEqualTo("netwistd: procmon: --maxrestartdelay: 0.5 (expected: 1, which is --minrestartdelay, or"
                        + " more)\n");
        assertThat(Launched.run(directory, "echo", "--port", "0", "word").err()).contains("word");
        Launched.Ended help = Launched.run(directory, "procmon", "--help");
        assertThat(help.status()).isZero();
        assertThat(help.out())
                .contains("Keeps a program alive")
                .contains("-k, --killtime=SECONDS")
                .contains("COMMAND");
    }
}
