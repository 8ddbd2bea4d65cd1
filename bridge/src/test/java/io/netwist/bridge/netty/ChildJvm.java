/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import io.netwist.deferred.Deferred;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** Another JVM that runs a main method of the tests; closing ends it. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts one.
     *
     * @param main whose main method runs
     * @param options of the JVM, for example {@code -Xmx128m}
     * @param arguments of the main method
     */
    static ChildJvm start(Class<?> main, List<String> options, String... arguments) throws IOException {
        return start(List.of(), classPath(main), main, options, arguments);
    }

    /** The same with no more than that many files open. */
    static ChildJvm startWithDescriptors(int most, Class<?> main, String... arguments) throws IOException {
        return start(
                List.of("/bin/sh", "-c", "ulimit -n " + most + " && exec \"$@\"", "sh"),
                classPath(main),
                main,
                List.of(),
                arguments);
    }

    /** The same without the jars whose names begin so. */
    static ChildJvm startWithout(String jar, Class<?> main) throws IOException {
        String path = Stream.of(classPath(main).split(File.pathSeparator))
                .filter(place -> !Path.of(place).getFileName().toString().startsWith(jar))
                .collect(Collectors.joining(File.pathSeparator));
        return start(List.of(), path, main, List.of());
    }

    private static ChildJvm start(
            List<String> before, String classPath, Class<?> main, List<String> options, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** That of this JVM, and what a launcher of tests may have loaded from elsewhere. */
    private static String classPath(Class<?> main) throws IOException {
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> each :
                List.of(main, NettyReactor.class, Deferred.class, Logger.class, LoggerContext.class, Context.class)) {
            CodeSource source = each.getProtectionDomain().getCodeSource();
            if (source != null) {
                places.add(Path.of(source.getLocation().getPath()).toString());
            }
        }
        // Every jar of Netty has this, those with native libraries included.
        for (URL each : Collections.list(
                ChildJvm.class.getClassLoader().getResources("META-INF/io.netty.versions.properties"))) {
            if (each.openConnection() instanceof JarURLConnection jar) {
                places.add(Path.of(jar.getJarFileURL().getPath()).toString());
            }
        }
        places.add(System.getProperty("java.class.path"));
        return String.join(File.pathSeparator, places);
    }

    /** The next line that it prints; null at its end. */
    String line() throws IOException {
        return output.readLine();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
