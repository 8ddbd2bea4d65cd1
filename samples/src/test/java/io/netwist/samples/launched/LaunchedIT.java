/* SPDX-License-Identifier: MIT */
package io.netwist.samples.launched;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.netwistd.Netwistd;
import io.netwist.samples.Sample;
import io.netwist.samples.plugin.SampleEchoMaker;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The echo server as the launcher runs it. */
class LaunchedIT {

    private static final Path TAC = Path.of("src/main/tac/EchoServer.java");

    @TempDir
    private Path directory;

    @Test
    void theTacServes() throws Exception {
        Path file = directory.resolve("EchoServer.java");
        Files.writeString(file, Files.readString(TAC).replace("tcp:8000:", "tcp:0:"));

        echoes("-y", file.toString());
    }

    @Test
    void thePluginServesAtThePortItIsGiven() throws Exception {
        assertThat(new SampleEchoMaker().tapname()).isEqualTo("sample-echo");

        echoes("sample-echo", "--port", "0");
    }

    @Test
    void theTacIsTheOneInTheReadme() throws Exception {
        assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + Files.readString(TAC) + "```");
    }

    private static void echoes(String... arguments) throws Exception {
        Process server = Sample.start(Netwistd.class, arguments);
        try (Socket socket = Sample.socket(Sample.portIn(server, " ready on tcp:127.0.0.1:"))) {
            new DataOutputStream(socket.getOutputStream()).writeUTF("hello");
            assertThat(new DataInputStream(socket.getInputStream()).readUTF()).isEqualTo("hello");
        } finally {
            server.destroy();
        }
        assertThat(server.waitFor(Sample.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
    }
}
