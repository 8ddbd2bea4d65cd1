/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwist.deferred.testing.Spec;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that go on in the background, and programs that run in another directory. */
class DaemonIT {

    private static final Pattern READY = Pattern.compile("ready on tcp:127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    Path directory;

    @BeforeEach
    void needsProc() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "looks at daemons through /proc");
    }

    private static void echoes(int port) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write('x');
            assertThat(socket.getInputStream().read()).isEqualTo('x');
        }
    }

    private static int port(Path log) throws Exception {
        Matcher ready = READY.matcher(Files.readString(log));
        assertThat(ready.find()).isTrue();
        return Integer.parseInt(ready.group(1));
    }

    private static ProcessHandle daemon(Path pidfile) throws Exception {
        return ProcessHandle.of(Long.parseLong(Files.readString(pidfile).strip()))
                .orElseThrow();
    }

    private static String[] stat(ProcessHandle process) throws Exception {
        String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    @Test
    @Spec({"TWD-04", "TWD-07", "TWD-11", "TWD-12", "TWD-24", "TWD-25", "OPS-12"})
    void returnsWhenTheDaemonServesAndLeavesItAlone() throws Exception {
        Path rundir = Files.createDirectory(directory.resolve("run"));
        Launched.Ended ended = Launched.run(
                directory,
                "--daemonize",
                "--rundir",
                "run",
                "--pidfile",
                "echo.pid",
                "echo",
                "--listen",
                "tcp:0:interface=127.0.0.1");
        Path pidfile = directory.resolve("echo.pid");
        ProcessHandle daemon = daemon(pidfile);
        try {
            assertThat(ended).isEqualTo(new Launched.Ended(0, "", ""));
            Path log = directory.resolve("netwistd.log");
            echoes(port(log));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                    .isEqualTo("rw-------");
            Path proc = Path.of("/proc", String.valueOf(daemon.pid()));
            assertThat(Files.readSymbolicLink(proc.resolve("cwd"))).isEqualTo(rundir.toRealPath());
            for (String fd : List.of("0", "1", "2")) {
                assertThat(Files.readSymbolicLink(proc.resolve("fd").resolve(fd)))
                        .hasToString("/dev/null");
            }
            assertThat(stat(daemon)[3]).as("its session").isEqualTo(String.valueOf(daemon.pid()));
            assertThat(rundir).isEmptyDirectory();
        } finally {
            daemon.destroy();
            daemon.onExit().get();
        }
        assertThat(pidfile).doesNotExist();
        assertThat(directory.resolve("netwistd.log")).content().contains("shut down, status 0");
    }

    @Test
    @Spec({"TWD-25", "TWD-27", "OPS-08", "OPS-10"})
    void returnsTheErrorAndTheStatusOfADaemonThatCannotStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Launched.Ended ended = Launched.run(
                    directory,
                    "--daemonize",
                    "--pidfile",
                    "echo.pid",
                    "echo",
                    "--listen",
                    "tcp:" + port + ":interface=127.0.0.1");
            assertThat(ended.err())
                    .isEqualTo("netwistd: cannot listen on tcp:127.0.0.1:" + port + ": Address already in use\n");
            assertThat(ended.status()).isEqualTo(1);
            assertThat(directory.resolve("echo.pid")).doesNotExist();
        }
        Launched.Ended usage = Launched.run(directory, "--daemonize", "ecko");
        assertThat(usage.status()).isEqualTo(2);
        assertThat(usage.err()).startsWith("netwistd: ecko: unknown service");
    }

    @Test
    @Spec("TWD-04")
    void aDaemonCannotLogToStandardOutput() throws Exception {
        Launched.Ended ended = Launched.run(directory, "--daemonize", "--logfile", "-", "echo", "--port", "0");
        assertThat(ended.err())
                .isEqualTo("netwistd: --logfile: - (expected: a file, since a daemon has no standard output)\n");
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    @Spec({"TWD-29", "OPS-13"})
    void aDaemonThatWasKilledIsReplacedAndALivingOneIsNot() throws Exception {
        String[] command = {
            "--daemonize",
            "--pidfile",
            "echo.pid",
            "--logfile",
            "n.log",
            "echo",
            "--listen",
            "tcp:0:interface=127.0.0.1"
        };
        assertThat(Launched.run(directory, command).status()).isZero();
        Path pidfile = directory.resolve("echo.pid");
        ProcessHandle first = daemon(pidfile);
        Launched.Ended second = Launched.run(directory, command);
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err()).endsWith("echo.pid: another process runs, PID " + first.pid() + "\n");
        first.destroyForcibly();
        first.onExit().get();
        assertThat(Launched.run(directory, command).status()).isZero();
        ProcessHandle third = daemon(pidfile);
        assertThat(third.pid()).isNotEqualTo(first.pid());
        third.destroy();
        third.onExit().get();
    }

    @Test
    @Spec("TWD-07")
    void runsInAnotherDirectoryAsTheSameProcess() throws Exception {
        Path site = Files.createDirectories(directory.resolve("site"));
        Path rundir = Files.createDirectory(directory.resolve("run"));
        try (Launched launched = Launched.start(
                directory,
                "--rundir",
                "run",
                "--logfile",
                "n.log",
                "web",
                "--listen",
                "tcp:0:interface=127.0.0.1",
                "--path",
                "site")) {
            Path log = directory.resolve("n.log");
            while (!Files.exists(log) || !Files.readString(log).contains("ready")) {
                assertThat(launched.isAlive()).isTrue();
            }
            Path proc = Path.of("/proc", String.valueOf(launched.pid()));
            assertThat(Files.readSymbolicLink(proc.resolve("cwd"))).isEqualTo(rundir.toRealPath());
            assertThat(Files.readString(log)).contains("pid " + launched.pid());
            launched.signal("TERM");
            assertThat(launched.end().status()).isZero();
        }
        assertThat(site).isEmptyDirectory();
        Launched.Ended ended = Launched.run(directory, "--rundir", "nowhere", "echo", "--port", "0");
        assertThat(ended.err()).isEqualTo("netwistd: --rundir: nowhere: no such directory\n");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    @Spec({"TWD-28", "LOG-23"})
    void whatAProgramPrintsGoesToTheLog() throws Exception {
        Path tac = directory.resolve("Loud.java");
        Files.writeString(tac, """
                import io.netwist.application.*;
                public class Loud implements java.util.function.Supplier<Application> {
                    public Application get() {
                        System.out.print("one ");
                        System.out.println("line");
                        System.err.printf("grün%nlast");
                        return new Application("loud");
                    }
                }
                """);
        try (Launched launched = Launched.start(directory, Map.of("NETWIST_APPLICATION", tac.toString()))) {
            launched.line("ready");
            assertThat(launched.line("one line")).contains("INFO [stdout] one line");
            assertThat(launched.line("gr")).contains("ERROR [stderr] grün");
            launched.signal("TERM");
            assertThat(launched.end().err()).isEmpty();
        }
    }
}
