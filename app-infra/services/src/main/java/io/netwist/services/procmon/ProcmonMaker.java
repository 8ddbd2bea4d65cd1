/* SPDX-License-Identifier: MIT */
package io.netwist.services.procmon;

import io.netwist.application.ProcessMonitor;
import io.netwist.application.ProcessMonitorOptions;
import io.netwist.application.Service;
import io.netwist.application.ServiceMaker;
import io.netwist.application.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes monitors of one process. */
public final class ProcmonMaker implements ServiceMaker<ProcmonMaker.Options> {

    /** As {@link java.util.ServiceLoader} needs it. */
    public ProcmonMaker() {}

    /** What to keep alive, and how. */
    public static final class Options {
        @Option(
                names = {"-t", "--threshold"},
                paramLabel = "SECONDS",
                description = "A program that ran this long is started again at once. [default: 1]")
        private String threshold = "1";

        @Option(
                names = {"-k", "--killtime"},
                paramLabel = "SECONDS",
                description = "How long it may take to end after SIGTERM before it gets SIGKILL. [default: 5]")
        private String killTime = "5";

        @Option(
                names = {"-m", "--minrestartdelay"},
                paramLabel = "SECONDS",
                description = "The first wait after one that ran for less; doubled each time. [default: 1]")
        private String minRestartDelay = "1";

        @Option(
                names = {"-M", "--maxrestartdelay"},
                paramLabel = "SECONDS",
                description = "The longest wait. [default: 3600]")
        private String maxRestartDelay = "3600";

        @Parameters(
                paramLabel = "COMMAND",
                description = "The program and its arguments. No shell reads them: sh -c 'a && b' asks for one.")
        private List<String> command = new ArrayList<>();

        /** As picocli needs it. */
        public Options() {}
    }

    @Override
    public String tapname() {
        return "procmon";
    }

    @Override
    public String description() {
        return "Keeps a program alive: starts it again when it ends.";
    }

    @Override
    public Options newOptions() {
        return new Options();
    }

    @Override
    public Service makeService(Options options) {
        if (options.command.isEmpty()) {
            throw new UsageException("no program (expected: a command, for example netwistd procmon sleep 10)");
        }
        Duration shortest = seconds("--minrestartdelay", options.minRestartDelay);
        Duration longest = seconds("--maxrestartdelay", options.maxRestartDelay);
        if (longest.compareTo(shortest) < 0) {
            throw new UsageException("--maxrestartdelay: " + options.maxRestartDelay + " (expected: "
                    + options.minRestartDelay + ", which is --minrestartdelay, or more)");
        }
        ProcessMonitorOptions times = ProcessMonitorOptions.defaults()
                .withThreshold(seconds("--threshold", options.threshold))
                .withKillTime(seconds("--killtime", options.killTime))
                .withRestartDelays(shortest, longest);
        return new ProcessMonitor(times).with(String.join(" ", options.command), options.command);
    }

    private static Duration seconds(String option, String text) {
        try {
            double seconds = Double.parseDouble(text);
            if (seconds >= 0 && seconds <= 1e9) {
                return Duration.ofMillis(Math.round(seconds * 1000));
            }
        } catch (NumberFormatException e) {
            // Said below, with the value.
        }
        throw new UsageException(option + ": " + text + " (expected: seconds, 0 or more)");
    }
}
