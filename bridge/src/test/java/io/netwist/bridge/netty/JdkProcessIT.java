/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Child.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.process.CannotSpawnException;
import io.netwist.bridge.process.ChildDescriptor;
import io.netwist.bridge.process.ProcessExitedAlready;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.process.ProcessTerminated;
import io.netwist.deferred.testing.Spec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children as the JDK starts them: what a machine without JNA, or that is no Linux, can do. */
class JdkProcessIT {

    private static final ProcessOptions DEFAULTS = ProcessOptions.defaults();

    private static Child shell(NettyReactor reactor, String script, ProcessOptions options) {
        Child child = new Child();
        ProcessPipes.spawn(reactor, child, "/bin/sh", List.of("sh", "-c", script), options, JdkProcess::start);
        return child;
    }

    @Test
    @Spec({"PRC-001", "PRC-008", "PRC-010", "PRC-011", "PRC-013", "PRC-014"})
    void talksWithAChild() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = shell(reactor, "cat; echo problem >&2; exit 3", DEFAULTS);
            String much = "0123456789".repeat(100_000);
            child.transport().write(much);
            child.transport().closeStdin();

            ProcessTerminated end = (ProcessTerminated) child.end(reactor);
            assertThat(end.exitCode()).hasValue(3);
            assertThat(child.out()).isEqualTo(much);
            assertThat(child.err()).isEqualTo("problem\n");
            assertThat(child.events)
                    .contains("lost 0", "lost 1", "lost 2", "exited code 3")
                    .hasSize(6)
                    .endsWith("ended code 3");
        }
    }

    @Test
    @Spec({"PRC-003", "PRC-004"})
    void hasTheEnvironmentAndTheDirectoryItWasGiven(@TempDir Path directory) throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = shell(
                    reactor,
                    "echo \"<$A><$HOME>\"; pwd -P",
                    DEFAULTS.withEnvironment(Map.of("A", "one")).withDirectory(directory));
            child.end(reactor);
            assertThat(child.out()).isEqualTo("<one><>\n" + directory.toRealPath() + "\n");
        }
    }

    @Test
    @Spec("PRC-015")
    void sendsSignals() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child =
                    shell(reactor, "trap 'echo heard; exit 0' HUP; echo up; while :; do sleep 0.01; done", DEFAULTS);
            reactor.runUntil(child.saying("up"), LIMIT);
            child.transport().signalProcess("HUP");
            child.end(reactor);
            assertThat(child.out()).isEqualTo("up\nheard\n");
            assertThatThrownBy(() -> child.transport().signalProcess("TERM")).isInstanceOf(ProcessExitedAlready.class);

            Child killed = shell(reactor, "exec sleep 100", DEFAULTS);
            killed.transport().signalProcess("TERM");
            killed.end(reactor);
            // The JDK's word for signal 15.
            assertThat(killed.events).endsWith("ended code 143");
        }
    }

    @Test
    @Spec({"PRC-001", "PRC-004", "PRC-006"})
    void refusesWhatTheJdkCannotDo() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            for (ProcessOptions each : List.of(
                    DEFAULTS.withTerminal(),
                    DEFAULTS.withUid(1),
                    DEFAULTS.withGid(1),
                    DEFAULTS.withOwnGroup(true),
                    DEFAULTS.withDescriptors(Map.of(3, ChildDescriptor.WE_READ)),
                    DEFAULTS.withDescriptors(Map.of(0, ChildDescriptor.WE_READ)),
                    DEFAULTS.withDescriptors(Map.of(1, ChildDescriptor.inherit(2))))) {
                assertThatThrownBy(() -> shell(reactor, "exit 0", each))
                        .isInstanceOf(CannotSpawnException.class)
                        .hasMessageContaining("(expected: Linux, with net.java.dev.jna:jna on the class path)");
            }
            assertThatThrownBy(() -> ProcessPipes.spawn(
                            reactor, new Child(), "/no/such", List.of("x"), DEFAULTS, JdkProcess::start))
                    .isInstanceOf(CannotSpawnException.class);
        }
    }

    @Test
    @Spec("PRC-005")
    void missingStreamsLeadNowhere() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = shell(
                    reactor,
                    "cat; echo unheard; echo heard >&2",
                    DEFAULTS.withDescriptors(Map.of(2, ChildDescriptor.WE_READ)));
            child.end(reactor);
            assertThat(child.err()).isEqualTo("heard\n");
            assertThat(child.events).contains("lost 2").hasSize(4);
        }
    }
}
