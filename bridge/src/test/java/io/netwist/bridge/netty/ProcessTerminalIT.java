/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Child.LIMIT;
import static io.netwist.bridge.netty.Child.shell;
import static io.netwist.bridge.netty.Loopback.reactor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.process.ChildDescriptor;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.deferred.testing.Spec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Children on a terminal. */
class ProcessTerminalIT {

    private static final String TRANSPORTS = "io.netwist.bridge.netty.Loopback#transports";
    private static final ProcessOptions TERMINAL = ProcessOptions.defaults().withTerminal();

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"PRC-006", "PRC-010"})
    void isAControllingTerminalInBothDirections(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Child child = shell(
                    reactor,
                    new Child(),
                    "[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo three terminals; echo controlling >/dev/tty; echo err >&2;"
                            + " read line; echo \"got $line\"; exit 3",
                    TERMINAL);
            reactor.runUntil(child.saying("err"), LIMIT);
            // These do nothing on a terminal.
            child.transport().closeStdin();
            child.transport().closeStdout();
            child.transport().closeStderr();
            child.transport().closeChildFD(1);
            child.transport().write("a line\n");
            child.end(reactor);

            assertThat(child.out()).isEqualTo("three terminals\r\ncontrolling\r\nerr\r\na line\r\ngot a line\r\n");
            assertThat(child.err()).isEmpty();
            assertThat(child.events).containsExactly("made", "exited code 3", "ended code 3");
        }
    }

    @Test
    @Spec("PRC-006")
    void refusesWhatATerminalCannotHave() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            assertThatThrownBy(() -> shell(
                            reactor,
                            new Child(),
                            "exit 0",
                            TERMINAL.withDescriptors(Map.of(1, ChildDescriptor.WE_READ))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("(expected: none chosen with a terminal");
            Child child = shell(reactor, new Child(), "read x", TERMINAL);
            assertThatThrownBy(() -> child.transport().writeToChild(0, "x"))
                    .isInstanceOf(IllegalArgumentException.class);
            child.transport().write("x\n");
            child.end(reactor);
            child.transport().write("late");
            assertThatThrownBy(() -> child.transport().resizeTerminal(1, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has closed its terminal");
        }
    }

    @Test
    @Spec("PRC-006")
    void losingTheConnectionHangsUp() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = shell(reactor, new Child(), "echo up; exec sleep 100", TERMINAL);
            reactor.runUntil(child.saying("up"), LIMIT);
            child.transport().loseConnection();
            child.end(reactor);
            assertThat(child.events).endsWith("ended signal 1");
        }
    }

    @Test
    @Spec("PRC-006")
    void controlCharactersBecomeSignals() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = shell(reactor, new Child(), "echo up; exec sleep 100", TERMINAL);
            reactor.runUntil(child.saying("up"), LIMIT);
            child.transport().write("\u0003");
            child.end(reactor);
            assertThat(child.events).endsWith("ended signal 2");
        }
    }

    @Test
    void hasASize() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = shell(
                    reactor,
                    new Child(),
                    "trap 'stty size; exit 0' WINCH; stty size; echo up; while :; do sleep 0.01; done",
                    TERMINAL);
            reactor.runUntil(child.saying("up"), LIMIT);
            child.transport().resizeTerminal(43, 132);
            child.end(reactor);
            assertThat(child.out().lines()).containsExactly("0 0", "up", "43 132");
            assertThatThrownBy(() -> shell(reactor, "exit 0").transport().resizeTerminal(1, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has no terminal");
        }
    }

    @Test
    @Spec("PRC-010")
    void aLongGoodbyeIsDeliveredWhole() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            for (int i = 0; i < 20; i++) {
                Child child = new Child();
                reactor.spawnProcess(
                        child, "/bin/sh", List.of("sh", "-c", "stty -opost; seq 1 2000; echo end"), TERMINAL);
                child.end(reactor);
                assertThat(child.out()).endsWith("\n2000\nend\n").hasLineCount(2001);
            }
        }
    }
}
