/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Child.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwist.bridge.posix.Posix;
import io.netwist.bridge.process.CannotSpawnException;
import io.netwist.bridge.process.ChildDescriptor;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.deferred.testing.Spec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a child is started: its arguments, environment, directory, identity and descriptors. */
class ProcessStartIT {

    private static final ProcessOptions DEFAULTS = ProcessOptions.defaults();

    @TempDir
    Path directory;

    private static Child run(NettyReactor reactor, ProcessOptions options, String executable, String... arguments)
            throws Exception {
        Child child = new Child();
        reactor.spawnProcess(child, executable, List.of(arguments), options);
        child.end(reactor);
        return child;
    }

    private Path script(String text) throws Exception {
        return Files.writeString(
                Files.createFile(
                        directory.resolve("script"),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"))),
                text);
    }

    @Test
    @Spec("PRC-001")
    void whatCannotBeStartedThrowsAndLeavesNothing() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            run(reactor, DEFAULTS, "/bin/true", "true");
            long before = ChildrenOfOurs.descriptors();
            Child child = new Child();
            Path plain = Files.writeString(directory.resolve("plain"), "no program");
            List<ProcessOptions> ways = Posix.isPrivileged()
                    ? List.of(
                            DEFAULTS,
                            DEFAULTS.withDirectory(directory),
                            DEFAULTS.withTerminal(),
                            DEFAULTS.withUid(65534))
                    : List.of(DEFAULTS, DEFAULTS.withDirectory(directory), DEFAULTS.withTerminal());
            for (ProcessOptions options : ways) {
                assertThatThrownBy(() -> reactor.spawnProcess(child, "/no/such/program", List.of("x"), options))
                        .isInstanceOf(CannotSpawnException.class)
                        .hasMessageContaining("/no/such/program");
                assertThatThrownBy(() -> reactor.spawnProcess(child, plain.toString(), List.of("x"), options))
                        .isInstanceOf(CannotSpawnException.class);
            }
            assertThatThrownBy(() -> reactor.spawnProcess(child, "no-such-program", List.of("x")))
                    .isInstanceOf(CannotSpawnException.class)
                    .hasMessage("executable: no-such-program (expected: a program in one of /bin:/usr/bin)");
            assertThatThrownBy(() -> reactor.spawnProcess(
                            child, "/bin/true", List.of("x"), DEFAULTS.withDirectory(directory.resolve("none"))))
                    .isInstanceOf(CannotSpawnException.class)
                    .hasMessageContaining("(expected: one that exists)");
            assertThatThrownBy(() -> reactor.spawnProcess(
                            child,
                            "/bin/true",
                            List.of("x"),
                            DEFAULTS.withDescriptors(
                                    Map.of(1, ChildDescriptor.WE_READ, 3, ChildDescriptor.inherit(999)))))
                    .isInstanceOf(CannotSpawnException.class)
                    .hasMessageContaining("descriptor 999");
            assertThatThrownBy(() -> reactor.spawnProcess(child, "/bin/echo", List.of("echo", "a\0b")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("NUL at 1 of 3");
            assertThat(child.events).isEmpty();
            assertThat(ChildrenOfOurs.descriptors()).isEqualTo(before);
        }
    }

    @Test
    @Spec("PRC-001")
    void theProtocolIsConnectedWhenSpawnProcessReturns() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = new Child();
            var transport = reactor.spawnProcess(child, "/bin/true", List.of("true"));
            assertThat(child.events).containsExactly("made");
            assertThat(child.transport()).isSameAs(transport);
            child.end(reactor);
            try (LogCapture log = LogCapture.of("io.netwist.bridge.process.ProcessProtocol")) {
                reactor.runUntil(
                        reactor.spawnProcess(child, "/bin/true", List.of("true"))
                                .whenProcessEnded(),
                        Child.LIMIT);
                assertThat(LogCapture.thrown(log.errors().get(0))).hasMessageContaining("was given a second process");
            }
        }
    }

    @Test
    @Spec("PRC-002")
    void argumentsArriveByteForByte() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            assertThat(run(reactor, DEFAULTS, "/bin/cat", "a name", "/proc/self/cmdline")
                            .out())
                    .isEqualTo("a name\0/proc/self/cmdline\0");
            assertThat(run(
                                    reactor,
                                    DEFAULTS,
                                    "/bin/sh",
                                    "sh",
                                    "-c",
                                    "for each; do printf '<%s>' \"$each\"; done",
                                    "sh",
                                    "two words",
                                    "",
                                    "'$HOME' \"*\" \\ `ls` ; exit\n",
                                    "grüße \u2713 \uD83D\uDE00")
                            .out())
                    .isEqualTo("<two words><><'$HOME' \"*\" \\ `ls` ; exit\n><grüße \u2713 \uD83D\uDE00>");
        }
    }

    @Test
    @Spec("PRC-002")
    void scriptsRun() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Path script = script("#!/bin/sh\necho \"script $1\"\n");
            assertThat(run(reactor, DEFAULTS, script.toString(), "ignored", "one")
                            .out())
                    .isEqualTo("script one\n");
        }
    }

    @Test
    @Spec("PRC-003")
    void theEnvironmentIsNothingOrWhatWasGivenOrOurs() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            assertThat(run(reactor, DEFAULTS, "/usr/bin/env", "env").out()).isEmpty();
            assertThat(run(reactor, DEFAULTS.withEnvironment(Map.of("B", "2 x=y", "A", "ü")), "/usr/bin/env", "env")
                            .out())
                    .isEqualTo("A=ü\nB=2 x=y\n");
            String ours = run(reactor, DEFAULTS.withParentEnvironment(), "/usr/bin/env", "env")
                    .out();
            System.getenv().forEach((name, value) -> assertThat(ours).contains(name + "=" + value));
        }
    }

    @Test
    void aNameIsLookedUpOnThePathThatTheChildGets() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            script("#!/bin/sh\necho found\n");
            assertThat(run(reactor, DEFAULTS, "echo", "echo", "by default").out())
                    .isEqualTo("by default\n");
            assertThat(run(reactor, DEFAULTS.withEnvironment(Map.of("PATH", "/none:" + directory)), "script", "x")
                            .out())
                    .isEqualTo("found\n");
            assertThatThrownBy(() -> run(
                            reactor, DEFAULTS.withEnvironment(Map.of("PATH", directory.toString())), "echo", "echo"))
                    .isInstanceOf(CannotSpawnException.class);
        }
    }

    @Test
    @Spec("PRC-004")
    void runsInADirectory() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            script("#!/bin/sh\npwd -P\n");
            String there = directory.toRealPath() + "\n";
            assertThat(run(reactor, DEFAULTS.withDirectory(directory), "/bin/pwd", "pwd", "-P")
                            .out())
                    .isEqualTo(there);
            assertThat(run(reactor, DEFAULTS.withDirectory(directory), "./script", "x")
                            .out())
                    .isEqualTo(there);
        }
    }

    @Test
    @Spec("PRC-004")
    void runsAsSomebodyElse() throws Exception {
        assumeTrue(Posix.isPrivileged(), "only root may change its identity");
        try (NettyReactor reactor = NettyReactor.create()) {
            assertThat(run(reactor, DEFAULTS.withUid(65534).withGid(65534), "/usr/bin/id", "id", "-u")
                            .out())
                    .isEqualTo("65534\n");
            Child child = run(
                    reactor,
                    DEFAULTS.withUid(65534).withGid(65534).withDirectory(directory.getRoot()),
                    "/bin/sh",
                    "sh",
                    "-c",
                    "id -g; id -G; pwd; exit 3");
            assertThat(child.out()).isEqualTo("65534\n65534\n/\n");
            assertThat(child.events).endsWith("ended code 3");
        }
    }

    /** What is in a pipe; closes it. */
    private static String drain(int[] pipe) throws Exception {
        Posix.setNonBlocking(pipe[0]);
        ByteBuffer bytes = ByteBuffer.allocateDirect(100);
        int count = Posix.read(pipe[0], bytes);
        bytes.limit(count);
        Posix.close(pipe[0]);
        Posix.close(pipe[1]);
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    @Test
    @Spec("PRC-005")
    void hasTheDescriptorsItWasGivenAndNoOther() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            int[] pipe = Posix.pipe();
            Child child = shell(
                    reactor,
                    new Child(),
                    "ls /proc/self/fd | tr '\\n' ' '; read line <&7; echo to nine: $line >&9; echo inherited >&8;"
                            + " exec 7<&- 9>&-",
                    DEFAULTS.withDescriptors(Map.of(
                            1, ChildDescriptor.WE_READ,
                            2, ChildDescriptor.WE_READ,
                            7, ChildDescriptor.WE_WRITE,
                            9, ChildDescriptor.WE_READ,
                            8, ChildDescriptor.inherit(pipe[1]))));
            child.transport().writeToChild(7, "seven\n");
            child.end(reactor);

            // ls has one more, for the directory that it reads: the lowest number free, which is 0.
            assertThat(child.out()).isEqualTo("0 1 2 7 8 9 ");
            assertThat(child.received(9)).isEqualTo("to nine: seven\n");
            assertThat(child.events)
                    .contains("lost 1", "lost 2", "lost 7", "lost 9")
                    .hasSize(7);
            assertThat(drain(pipe)).isEqualTo("inherited\n");
        }
    }

    /** Numbers of ours that are numbers of the child's for something else. */
    @Test
    @Spec("PRC-005")
    void descriptorsMayTradePlaces() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            int[] first = Posix.pipe();
            int[] second = Posix.pipe();
            Child child = shell(
                    reactor,
                    new Child(),
                    "echo one >/proc/self/fd/" + first[1] + "; echo two >/proc/self/fd/" + second[1],
                    DEFAULTS.withDescriptors(Map.of(
                            first[1],
                            ChildDescriptor.inherit(second[1]),
                            second[1],
                            ChildDescriptor.inherit(first[1]),
                            2,
                            ChildDescriptor.WE_READ)));
            child.end(reactor);
            assertThat(child.err()).isEmpty();
            assertThat(drain(first)).isEqualTo("two\n");
            assertThat(drain(second)).isEqualTo("one\n");
        }
    }

    @Test
    @Spec("PRC-005")
    void noSignalIsIgnoredOrBlocked() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            String status = run(reactor, DEFAULTS, "/bin/cat", "cat", "/proc/self/status")
                    .out();
            // glibc leaves two ignored that are its own and that no program uses.
            long internal = 3L << 31;
            assertThat(mask(status, "SigBlk")).isZero();
            assertThat(mask(status, "SigIgn") & ~internal).isZero();
        }
    }

    private static long mask(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line ->
                        Long.parseUnsignedLong(line.substring(name.length() + 1).trim(), 16))
                .sum();
    }
}
