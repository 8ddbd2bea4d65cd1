/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Scripts that run in Twisted, which is a package of the system ({@code python3-twisted}); closing ends them. */
public final class TwistedPeer {

    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private final String script;
    private final List<Process> processes = new ArrayList<>();

    /**
     * None runs yet.
     *
     * @param script a resource of the tests
     */
    public TwistedPeer(String script) {
        this.script = script;
    }

    /**
     * Skips the test, and says why, unless Python has what it needs.
     *
     * @param modules as after {@code import}
     * @throws Exception if Python cannot be asked
     */
    public static void assumeInstalled(String modules) throws Exception {
        assumeTrue(Files.isExecutable(PYTHON), "skipped: there is no " + PYTHON);
        Process probe = new ProcessBuilder(PYTHON.toString(), "-c", "import " + modules).start();
        assumeTrue(probe.waitFor() == 0, "skipped: Python has not all of " + modules);
    }

    /**
     * Starts the script once more.
     *
     * @param arguments of the script
     * @return what it prints
     * @throws Exception if it cannot be started
     */
    public BufferedReader start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                PYTHON.toString(),
                Path.of(Objects.requireNonNull(getClass().getResource(script)).toURI())
                        .toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(process);
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Ends all that runs.
     *
     * @throws InterruptedException if this thread is not to wait for their end
     */
    public void close() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }
}
