/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options of the process do, seen from outside. */
class ProcessOptionsIT {

    private static final String[] ECHO = {"echo", "--listen", "tcp:0:interface=127.0.0.1"};

    @TempDir
    Path directory;

    private Launched start(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(ECHO));
        return Launched.start(directory, all.toArray(String[]::new));
    }

    private static boolean isRoot() throws Exception {
        Process id = new ProcessBuilder("id", "-u").start();
        return new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .equals("0");
    }

    private static String status(long pid, String key) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .findFirst()
                .orElseThrow()
                .substring(key.length() + 1)
                .strip();
    }

    private static void echoes(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write('x');
            assertThat(socket.getInputStream().read()).isEqualTo('x');
        }
    }

    @Test
    @Spec("OPS-32")
    void logsOneFlatJsonObjectPerLine() throws Exception {
        try (Launched launched = start("--log-format", "json")) {
            launched.port();
            launched.signal("TERM");
            String out = launched.end().out();
            assertThat(out.lines())
                    .allSatisfy(line -> assertThat(line)
                            .matches(
                                    "\\{\"time\":\"[^\"]+Z\",\"level\":\"INFO\",\"logger\":\"[^\"]+\",\"thread\":\"[^\"]+\","
                                            + "\"message\":\".*\"}"));
        }
    }

    @Test
    @Spec({"OPS-31", "TWD-41"})
    void logsByLevelAndLogger() throws Exception {
        try (Launched launched = start("--log-level", "warn", "--log-level", "io.netwist.netwistd=info")) {
            launched.port();
            assertThat(launched.out()).contains("[Netwistd]").doesNotContain("[ListeningPort]");
        }
        Launched.Ended ended = Launched.run(directory, "--log-level", "loud", "echo", "--port", "0");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .isEqualTo("netwistd: --log-level: loud (expected: trace, debug, info, warn, error or off)\n");
    }

    @Test
    @Spec({"LOG-27", "LOG-28", "OPS-25", "OPS-27", "OPS-28", "TWD-35"})
    void losesNoLineWhileTheLogIsRotatedAndOpenedAgain() throws Exception {
        Path tac = directory.resolve("Talkative.java");
        Files.writeString(tac, """
                import io.netwist.application.*;
                import io.netwist.deferred.Deferred;
                import org.slf4j.LoggerFactory;
                public class Talkative implements java.util.function.Supplier<Application> {
                    public Application get() {
                        return new Application("talkative").with(new BaseService() {
                            int next;
                            @Override public Deferred<?> startService() throws Exception {
                                tell();
                                return super.startService();
                            }
                            void tell() throws Exception {
                                for (int i = 0; i < 100 && next < 20000; i++) {
                                    LoggerFactory.getLogger("T").info("line {} {}", next++, "x".repeat(100));
                                }
                                if (next < 20000) {
                                    reactor().callLater(java.time.Duration.ofMillis(1), this::tell);
                                } else {
                                    java.nio.file.Files.createFile(java.nio.file.Path.of("told all"));
                                }
                            }
                        });
                    }
                }
                """);
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Path log = logs.resolve("n.log");
        try (Launched launched = Launched.start(
                directory,
                "--logfile",
                log.toString(),
                "--log-max-size",
                "1",
                "--log-keep",
                "100",
                "-y",
                tac.toString())) {
            for (int i = 0; launched.isAlive() && !Files.exists(directory.resolve("told all")); i++) {
                if (Files.exists(log)) {
                    Files.move(log, logs.resolve("moved." + i));
                    launched.signal("USR1");
                }
            }
            launched.signal("TERM");
            assertThat(launched.end().status()).isZero();
        }
        try (Stream<Path> files = Files.list(logs)) {
            List<String> lines = files.flatMap(ProcessOptionsIT::lines)
                    .filter(line -> line.contains("[T] line "))
                    .toList();
            assertThat(lines).hasSize(20_000).doesNotHaveDuplicates();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Spec({"OPS-24", "OPS-26", "TWD-36"})
    void otherSignalsDoNotEndIt() throws Exception {
        try (Launched launched = start()) {
            int port = launched.port();
            launched.signal("USR1");
            launched.signal("HUP");
            launched.line("received SIGHUP");
            echoes(port);
            launched.signal("TERM");
            assertThat(launched.end().status()).isZero();
        }
    }

    @Test
    @Spec({"OPS-13", "TWD-12", "TWD-29", "TWD-30"})
    void aPidFileIsHeldByALivingProcessAndTakenOverFromADeadOne() throws Exception {
        Path file = directory.resolve("echo.pid");
        try (Launched first = start("--pidfile", file.toString())) {
            first.port();
            assertThat(file).hasContent(String.valueOf(first.pid()));
            Launched.Ended second = Launched.run(directory, "--pidfile", file.toString(), "echo", "--port", "0");
            assertThat(second.status()).isEqualTo(1);
            assertThat(second.err())
                    .isEqualTo("netwistd: --pidfile: " + file + ": another process runs, PID " + first.pid() + "\n");
            first.signal("KILL");
            first.end();
            assertThat(file).exists();
        }
        try (Launched third = start("--pidfile", file.toString())) {
            third.port();
            assertThat(third.out()).contains("taking over " + file);
            assertThat(file).hasContent(String.valueOf(third.pid()));
            third.signal("TERM");
            third.end();
            assertThat(file).doesNotExist();
        }
        // A number that some other process has by now is no reason not to start.
        Files.writeString(file, ProcessHandle.current().pid() + "\n");
        try (Launched fourth = start("--pidfile", file.toString())) {
            fourth.port();
        }
    }

    @Test
    @Spec("TWD-11")
    void theMaskHoldsForNewFiles() throws Exception {
        Path log = directory.resolve("n.log");
        try (Launched launched = start("--umask", "077", "--logfile", log.toString(), "--pidfile", "p.pid")) {
            while (!Files.exists(log) || !Files.readString(log).contains("ready")) {
                assertThat(launched.isAlive()).isTrue();
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                    .isEqualTo("rw-------");
        }
        Launched.Ended ended = Launched.run(directory, "--umask", "9", "echo", "--port", "0");
        assertThat(ended.err()).isEqualTo("netwistd: --umask: 9 (expected: an octal number, 0 to 777)\n");
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    @Spec("TWD-16")
    void aProfileIsWritten() throws Exception {
        Path file = directory.resolve("run.jfr");
        try (Launched launched = start("--profile", file.toString())) {
            echoes(launched.port());
            launched.signal("TERM");
            assertThat(launched.end().status()).isZero();
        }
        assertThat(jdk.jfr.consumer.RecordingFile.readAllEvents(file)).isNotEmpty();
    }

    @Test
    @Spec({"TWD-08", "TWD-09", "TWD-31", "TWD-32", "OPS-14", "OPS-40"})
    void becomesNobodyInAJailAndStillServes() throws Exception {
        assumeTrue(isRoot(), "needs root");
        Path jail = Files.createDirectory(directory.resolve("jail"));
        try (Launched launched = Launched.startDistribution(
                directory,
                "--uid",
                "nobody",
                "--gid",
                "nogroup",
                "--chroot",
                jail.toString(),
                "--pidfile",
                "p.pid",
                "echo",
                "--listen",
                "tcp:0:interface=127.0.0.1")) {
            echoes(launched.port());
            String[] uids = status(launched.pid(), "Uid").split("\\s+");
            assertThat(uids).containsOnly(uids[0]).doesNotContain("0");
            assertThat(status(launched.pid(), "Gid")).doesNotStartWith("0");
            assertThat(status(launched.pid(), "Groups")).isNotEqualTo("0");
            assertThat(Files.readSymbolicLink(Path.of("/proc", String.valueOf(launched.pid()), "root")))
                    .isEqualTo(jail.toRealPath());
            launched.signal("TERM");
            assertThat(launched.end().status()).isZero();
        }
    }

    @Test
    @Spec({"TWD-31", "TWD-32", "OPS-15", "OPS-40"})
    void aPortBelow1024IsBoundAndRootIsGoneForGood() throws Exception {
        assumeTrue(isRoot(), "needs root");
        Path jail = Files.createDirectory(directory.resolve("jail"));
        Path tac = directory.resolve("Prisoner.java");
        Files.writeString(tac, """
                import io.netwist.application.*;
                import io.netwist.bridge.*;
                import java.nio.file.*;
                public class Prisoner implements java.util.function.Supplier<Application> {
                    static class Report extends BaseProtocol {
                        @Override public void connectionMade() {
                            var libc = com.sun.jna.NativeLibrary.getInstance("c");
                            transport().write("setuid " + libc.getFunction("setuid").invokeInt(new Object[] {0})
                                    + " setgid " + libc.getFunction("setgid").invokeInt(new Object[] {0})
                                    + " passwd " + Files.exists(Path.of("/etc/passwd"))
                                    + " chroot " + libc.getFunction("chroot").invokeInt(new Object[] {"."}) + "\\n");
                            transport().loseConnection();
                        }
                    }
                    public Application get() {
                        return new Application("prisoner").with(
                                new EndpointService("tcp:PORT:interface=127.0.0.1", Factory.forProtocol(Report::new)));
                    }
                }
                """.replace("PORT", String.valueOf(lowPort())));
        Path log = Files.createDirectory(directory.resolve("logs")).resolve("n.log");
        try (Launched launched = Launched.startDistribution(
                directory,
                "--uid",
                "nobody",
                "--gid",
                "nogroup",
                "--chroot",
                jail.toString(),
                "--logfile",
                log.toString(),
                "-y",
                tac.toString())) {
            while (!Files.exists(log) || !Files.readString(log).contains("ready on")) {
                assertThat(launched.isAlive()).isTrue();
            }
            String ready = Files.readString(log);
            int port = Integer.parseInt(ready.replaceAll("(?s).*ready on tcp:127\\.0\\.0\\.1:(\\d+).*", "$1"));
            assertThat(port).isLessThan(1024);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(20_000);
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("setuid -1 setgid -1 passwd false chroot -1\n");
            }
            assertThat(status(launched.pid(), "CapEff")).matches("0+");
            assertThat(status(launched.pid(), "CapPrm")).matches("0+");
            assertThat(Files.getOwner(log).getName()).isEqualTo("nobody");
            launched.signal("TERM");
            assertThat(launched.end().status()).isZero();
        }
    }

    /** A free one that only root may bind. */
    private static int lowPort() {
        return IntStream.range(600, 1024)
                .filter(ProcessOptionsIT::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @Spec({"TWD-09", "TWD-31"})
    void anUnknownUserIsOneLine() throws Exception {
        Launched.Ended ended = Launched.run(directory, "--uid", "no-such-user", "echo", "--port", "0");
        assertThat(ended.err()).isEqualTo("netwistd: --uid: no-such-user: no such user\n");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).doesNotContain("ready");
    }

    @Test
    @Spec("OPS-16")
    void leavesNothingInTheWorkingDirectory() throws Exception {
        try (Launched launched = start()) {
            launched.port();
            launched.signal("TERM");
            launched.end();
        }
        assertThat(directory).isEmptyDirectory();
    }
}
