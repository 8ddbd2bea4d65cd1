/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The launcher in a JVM of its own, as an operator meets it. */
final class Launched implements AutoCloseable {

    private static final long LIMIT = 60;
    private static final Pattern READY = Pattern.compile("ready on tcp:127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final List<String> output = new ArrayList<>();
    private final CompletableFuture<Integer> ready = new CompletableFuture<>();
    private final CompletableFuture<String> errors;

    private Launched(Process process) {
        this.process = process;
        errors = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), Launched::inThread);
        inThread(this::readOutput);
    }

    /** How a run ended, and all that it wrote. */
    record Ended(int status, String out, String err) {}

    static Launched start(Path directory, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        if (Runtime.version().feature() >= 22) {
            // As bin/netwistd does: without it the JVM writes a warning of its own to standard error.
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Netwistd.class.getName()));
        command.addAll(List.of(arguments));
        return start(directory, environment, command);
    }

    private static Launched start(Path directory, Map<String, String> environment, List<String> command)
            throws IOException {
        List<String> whole = new ArrayList<>();
        if (System.getProperty("os.name").equals("Linux")) {
            // A build in the background ignores these, its children inherit that, and the JVM then leaves them ignored.
            whole.addAll(List.of("env", "--default-signal=INT", "--default-signal=HUP"));
        }
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole).directory(directory.toFile());
        builder.environment().putAll(environment);
        return new Launched(builder.start());
    }

    /** The program of the distribution, which the package phase has made: jars, and its shell script. */
    static Launched startDistribution(Path directory, String... arguments) throws IOException {
        Path run = Path.of("target", "netwist-run").toAbsolutePath();
        List<String> command = new ArrayList<>();
        try (Stream<Path> found = Files.list(run)) {
            command.add(found.findFirst().orElseThrow().resolve("bin/netwistd").toString());
        }
        command.addAll(List.of(arguments));
        return start(directory, Map.of("JAVA_HOME", System.getProperty("java.home")), command);
    }

    static Launched start(Path directory, String... arguments) throws IOException {
        return start(directory, Map.of(), arguments);
    }

    static Ended run(Path directory, String... arguments) throws Exception {
        try (Launched launched = start(directory, arguments)) {
            return launched.end();
        }
    }

    private static void inThread(Runnable task) {
        Thread thread = new Thread(task, "output of a launcher");
        thread.setDaemon(true);
        thread.start();
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void readOutput() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.add(line);
                    output.notifyAll();
                }
                Matcher matcher = READY.matcher(line);
                if (matcher.find()) {
                    ready.complete(Integer.parseInt(matcher.group(1)));
                } else if (line.contains(" ready")) {
                    ready.complete(-1);
                }
            }
            ready.completeExceptionally(new IllegalStateException("ended without a ready line"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    /** Waits until it serves; gives the port of the last 127.0.0.1 address. */
    int port() throws Exception {
        try {
            return ready.get(LIMIT, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "no ready line; it wrote: " + out() + errors.get(LIMIT, TimeUnit.SECONDS), e);
        }
    }

    /** Waits for a line. */
    String line(String containing) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT);
        synchronized (output) {
            while (true) {
                for (String line : output) {
                    if (line.contains(containing)) {
                        return line;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new TimeoutException("no line with " + containing + " in " + output);
                }
                output.wait(left);
            }
        }
    }

    String out() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    long pid() {
        return process.pid();
    }

    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end. */
    Ended end() throws Exception {
        if (!process.waitFor(LIMIT, TimeUnit.SECONDS)) {
            throw new TimeoutException("it does not end; it wrote: " + out());
        }
        return new Ended(process.exitValue(), out(), errors.get(LIMIT, TimeUnit.SECONDS));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
