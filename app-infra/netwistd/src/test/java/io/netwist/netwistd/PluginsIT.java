/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services from jars that were not built here. */
class PluginsIT {

    @TempDir
    Path directory;

    private Path maker(String jar, String type, String name) throws IOException {
        Path source = directory.resolve(type + ".java");
        Files.writeString(source, """
                import io.netwist.application.*;
                public class TYPE implements ServiceMaker<Object> {
                    @picocli.CommandLine.Command static class None {}
                    public String tapname() { return "NAME"; }
                    public String description() { return "From outside."; }
                    public Object newOptions() { return new None(); }
                    public Service makeService(Object options) { return new MultiService(); }
                }
                """.replace("TYPE", type).replace("NAME", name));
        Path classes = Files.createDirectories(directory.resolve("classes-" + type));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertThat(status).isZero();
        Path file = Files.createDirectories(directory.resolve("plugins")).resolve(jar);
        try (OutputStream bytes = Files.newOutputStream(file);
                JarOutputStream out = new JarOutputStream(bytes);
                Stream<Path> all = Files.list(classes)) {
            for (Path each : all.toList()) {
                out.putNextEntry(new JarEntry(each.getFileName().toString()));
                out.write(Files.readAllBytes(each));
            }
            out.putNextEntry(new JarEntry("META-INF/services/io.netwist.application.ServiceMaker"));
            out.write(type.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private Launched start(String... arguments) throws IOException {
        return Launched.start(
                directory,
                Map.of("NETWIST_PLUGINS", directory.resolve("plugins").toString()),
                arguments);
    }

    private Launched.Ended run(String... arguments) throws Exception {
        try (Launched launched = start(arguments)) {
            return launched.end();
        }
    }

    @Test
    @Spec({"PLG-01", "PLG-03", "PLG-06", "OPS-43"})
    void aJarInThePluginsDirectoryIsListedAndRunsAndABrokenOneIsShown() throws Exception {
        maker("outside.jar", "OutsideMaker", "outside");
        Files.writeString(directory.resolve("plugins").resolve("torn.jar"), "no jar");
        Launched.Ended help = run("--help");
        assertThat(help.status()).isZero();
        assertThat(help.out())
                .containsPattern("  outside +From outside\\.")
                .contains("  echo")
                .contains("torn.jar: no jar");
        try (Launched launched = start("outside")) {
            launched.line("ready");
            launched.signal("TERM");
            assertThat(launched.end().status()).isZero();
        }
    }

    @Test
    @Spec({"APP-06", "PLG-04"})
    void aSourceFileMayUseWhatTheJarsBring() throws Exception {
        maker("outside.jar", "OutsideMaker", "outside");
        Files.writeString(directory.resolve("plugins").resolve("torn.jar"), "no jar");
        Files.writeString(directory.resolve("Outer.java"), """
                import io.netwist.application.*;
                public class Outer implements java.util.function.Supplier<Application> {
                    public Application get() {
                        OutsideMaker maker = new OutsideMaker();
                        return new Application(maker.tapname() + " of a jar").with(maker.makeService(maker.newOptions()));
                    }
                }
                """);
        try (Launched launched = start("-y", "Outer.java")) {
            launched.line("outside of a jar by netwistd");
            launched.line("ready");
            launched.signal("TERM");
            assertThat(launched.end().status()).isZero();
        }
    }

    @Test
    @Spec("PLG-10")
    void twoPluginsOfOneNameAreAnErrorThatNamesBoth() throws Exception {
        maker("a.jar", "FirstMaker", "twin");
        maker("b.jar", "SecondMaker", "twin");
        Launched.Ended ended = run("twin");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .isEqualTo(
                        "netwistd: twin: more than one plugin has this name: FirstMaker, SecondMaker (expected: one)\n");
        assertThat(run("--help").out()).contains("FirstMaker, SecondMaker");
    }
}
