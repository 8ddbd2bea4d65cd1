/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Applications from a YAML file. */
class ConfigIT {

    private static final String GOOD = """
            netwist: 1
            name: two
            services:
              - service: echo
                name: front
                options:
                  listen: tcp:0:interface=127.0.0.1
              - service: procmon
                options: {threshold: 0.5}
                arguments: [sh, -c, echo child is here; exec sleep 600]
            """;

    @TempDir
    Path directory;

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve("app.yaml"), text);
    }

    private Launched.Ended check() throws Exception {
        return Launched.run(directory, "config", "check", "app.yaml");
    }

    @Test
    @Spec({"APP-10", "OPS-46"})
    void runsTheServicesOfAFile() throws Exception {
        write(GOOD);
        Launched.Ended checked = check();
        assertThat(checked.status()).isZero();
        assertThat(checked.out()).isEqualTo("app.yaml: good");
        try (Launched launched = Launched.start(directory, "-y", "app.yaml")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), launched.port())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write('x');
                assertThat(socket.getInputStream().read()).isEqualTo('x');
            }
            launched.line("child is here");
            launched.line("two by netwistd");
            launched.signal("TERM");
            assertThat(launched.end().status()).isZero();
        }
    }

    @Test
    @Spec("OPS-24")
    void aReloadTakesOverWhatHasChangedAndRefusesWhatIsWrong() throws Exception {
        String file = """
                netwist: 1
                services:
                  - service: qotd
                    name: quote
                    options: {listen: "tcp:0:interface=127.0.0.1", quote: before}
                """;
        write(file);
        try (Launched launched = Launched.start(directory, "-y", "app.yaml")) {
            int port = launched.port();
            assertThat(says(port)).isEqualTo("before\r\n");
            write(file.replace("quote: before", "qoute: before"));
            launched.signal("HUP");
            assertThat(launched.line("reload failed")).contains("app.yaml:5:52: qoute: unknown");
            assertThat(says(port)).isEqualTo("before\r\n");
            write(file.replace("before", "after"));
            launched.signal("HUP");
            launched.line("new settings are in effect");
            assertThat(says(port)).isEqualTo("after\r\n");
        }
    }

    private static String says(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    @Spec({"USG-04", "OPS-46"})
    void everyMistakeIsShownWithItsLine() throws Exception {
        write("""
                netwist: 2
                servces: []
                services:
                  - service: wbe
                  - service: web
                    options:
                      pth: /srv
                      no-listing: maybe
                      help: true
                  - service: echo
                    options:
                      listen: [tcp:http]
                  - options: {}
                  - service: web
                    options: {path: nowhere}
                  - service: echo
                    options: {port: }
                """);
        Launched.Ended ended = check();
        assertThat(ended.status()).isEqualTo(1);
        List<String> lines = ended.err().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("app.yaml:2:1: servces: unknown (expected: one of netwist, name, uid, gid, services)");
        assertThat(lines.get(1)).isEqualTo("app.yaml:1:10: netwist: 2 (expected: 1)");
        assertThat(lines.get(2)).startsWith("app.yaml:4:14: service: wbe (expected: one of chargen, ");
        assertThat(lines.get(3))
                .startsWith("app.yaml:7:7: pth: unknown (expected: one of ")
                .doesNotContain("help");
        assertThat(lines.get(4)).startsWith("app.yaml:9:7: help: unknown");
        assertThat(lines.get(5)).isEqualTo("app.yaml:8:19: no-listing: maybe (expected: true or false)");
        assertThat(lines.get(6))
                .isEqualTo("app.yaml:12:15: echo: --listen: endpoint description \"tcp:http\": port: http (expected:"
                        + " 0..65535)");
        assertThat(lines.get(7)).startsWith("app.yaml:13:5: no service (expected: service: NAME, one of chargen");
        assertThat(lines.get(8)).startsWith("app.yaml:14:5: web: nowhere: no such file");
        assertThat(lines.get(9)).startsWith("app.yaml:17:").endsWith("port: nothing (expected: a text or a number)");
        assertThat(lines).hasSize(10);

        Launched.Ended run = Launched.run(directory, "-y", "app.yaml");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("netwistd: app.yaml:2:1: servces")
                .contains("(and 9 more; netwistd config check shows all)");
    }

    @Test
    void whatIsNoYAMLIsShownWhereItGoesWrong() throws Exception {
        write("netwist: 1\nservices: [\n");
        assertThat(check().err()).startsWith("app.yaml:3:1: ");
        write("");
        assertThat(check().err()).startsWith("app.yaml: nothing in it (expected: ");
        write("- a\n");
        assertThat(check().err()).startsWith("app.yaml:1:1: a list (expected: a mapping");
        Launched.Ended missing = Launched.run(directory, "config", "check", "b.yaml");
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).isEqualTo("netwistd: b.yaml: no such file (expected: a YAML file)\n");
        Launched.Ended odd = Launched.run(directory, "config", "chekc");
        assertThat(odd.status()).isEqualTo(2);
        assertThat(odd.err()).isEqualTo("netwistd: config: chekc (expected: check FILE.yaml, or schema)\n");
    }

    @Test
    @Spec("OPS-46")
    void theSchemaKnowsEachServiceAndItsOptions() throws Exception {
        String schema = Launched.run(directory, "config", "schema").out();
        Object read = new Load(LoadSettings.builder().build()).loadFromString(schema);
        assertThat(read.toString())
                .contains("service={const=procmon}")
                .contains("no-listing={type=boolean")
                .doesNotContain("help-auth");
    }
}
