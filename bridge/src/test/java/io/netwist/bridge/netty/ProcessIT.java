/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Child.LIMIT;
import static io.netwist.bridge.netty.Child.shell;
import static io.netwist.bridge.netty.Loopback.reactor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.process.ChildDescriptor;
import io.netwist.bridge.process.ProcessDone;
import io.netwist.bridge.process.ProcessExitedAlready;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.process.ProcessTerminated;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.WrongReactorThreadException;
import io.netwist.deferred.testing.Spec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of child processes and how it ends. */
class ProcessIT {

    private static final String TRANSPORTS = "io.netwist.bridge.netty.Loopback#transports";

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"PRC-001", "PRC-005", "PRC-007", "PRC-008", "PRC-010", "PRC-011", "PRC-014"})
    void talksWithAChild(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Child child = shell(reactor, "cat; echo problem >&2");
            assertThat(child.events).containsExactly("made");
            child.transport().write("hello ");
            child.transport().writeSequence(List.of("dear ", "child"));
            child.transport().closeStdin();

            assertThat(child.end(reactor)).isInstanceOf(ProcessDone.class);
            assertThat(child.out()).isEqualTo("hello dear child");
            assertThat(child.err()).isEqualTo("problem\n");
            assertThat(child.events)
                    .contains("lost 0", "lost 1", "lost 2", "exited done")
                    .doesNotHaveDuplicates()
                    .hasSize(6)
                    .endsWith("ended done");
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"PRC-011", "PRC-012"})
    void eachOfManyIsReportedCorrectly(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            List<Child> children = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                children.add(shell(reactor, "echo " + i + (i % 3 == 2 ? "; kill -TERM $$" : "; exit " + i)));
            }
            for (int i = 0; i < children.size(); i++) {
                Child child = children.get(i);
                child.end(reactor);
                assertThat(child.out()).isEqualTo(i + "\n");
                assertThat(child.events)
                        .endsWith("ended " + (i % 3 == 2 ? "signal 15" : i == 0 ? "done" : "code " + i));
            }
        }
    }

    @Test
    @Spec("PRC-011")
    void anExitCodeIsNoSignal() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child exits = shell(reactor, "exit 137");
            Child killed = shell(reactor, "kill -KILL $$");

            ProcessTerminated exit = (ProcessTerminated) exits.end(reactor);
            ProcessTerminated kill = (ProcessTerminated) killed.end(reactor);
            assertThat(exit.exitCode()).hasValue(137);
            assertThat(exit.signal()).isEmpty();
            assertThat(exit.status()).isEqualTo(137 << 8);
            assertThat(exit).hasMessageContaining("process ended with exit code 137.");
            assertThat(kill.exitCode()).isEmpty();
            assertThat(kill.signal()).hasValue(9);
            assertThat(kill.status()).isEqualTo(9);
            assertThat(kill).hasMessageContaining("process ended by signal 9.");
        }
    }

    @Test
    @Spec({"PRC-009", "PRC-010", "PRC-012", "PRC-013"})
    void theExitIsKnownAtOnceAndTheEndAfterTheLastWord() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = shell(
                    reactor,
                    new Child(),
                    "(read line <&3; echo late $line) & exit 4",
                    ProcessOptions.defaults()
                            .withDescriptors(Map.of(1, ChildDescriptor.WE_READ, 3, ChildDescriptor.WE_WRITE)));
            assertThat(child.transport().pid()).isPresent();

            reactor.runUntil(child.exited, LIMIT);
            assertThat(child.events).containsExactly("made", "exited code 4");
            assertThat(child.transport().pid()).isEmpty();
            child.transport().writeToChild(3, "word\n");
            child.end(reactor);
            assertThat(child.out()).isEqualTo("late word\n");
            assertThat(child.events).endsWith("ended code 4").contains("lost 1", "lost 3");
        }
    }

    @Test
    @Spec("PRC-012")
    void aChildThatDiesBeforeTheReactorRunsIsReported() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = shell(reactor, "exit 2");
            long pid = child.transport().pid().getAsLong();
            // A zombie has no command line any more.
            Path commandLine = Path.of("/proc/" + pid + "/cmdline");
            CompletableFuture<?> dead = ProcessHandle.of(pid).orElseThrow().onExit();
            dead.join();
            assertThat(Files.readAllBytes(commandLine)).isEmpty();
            assertThat(child.events).containsExactly("made");

            child.end(reactor);
            assertThat(child.events).contains("exited code 2").endsWith("ended code 2");
        }
    }

    @Test
    @Spec("PRC-015")
    void sendsSignalsByNameAndByNumber() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            for (String name : List.of("HUP", "INT", "KILL", "TERM", "USR1")) {
                Child child = shell(reactor, "echo up; exec sleep 100");
                reactor.runUntil(child.saying("up"), LIMIT);
                child.transport().signalProcess(name);
                child.end(reactor);
                assertThat(child.events)
                        .endsWith("ended signal "
                                + Map.of("HUP", 1, "INT", 2, "KILL", 9, "TERM", 15, "USR1", 10)
                                        .get(name));
            }
            Child child = shell(reactor, "trap 'echo heard' HUP; echo up; read x; read y");
            reactor.runUntil(child.saying("up"), LIMIT);
            child.transport().signalProcess("STOP");
            child.transport().signalProcess(1);
            child.transport().signalProcess("CONT");
            reactor.runUntil(child.saying("heard"), LIMIT);
            child.transport().closeStdin();
            child.end(reactor);
        }
    }

    @Test
    @Spec("PRC-015")
    void aSignalToWhoeverHasExitedIsRefused() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = new Child() {
                @Override
                public void processExited(Failure reason) throws Exception {
                    assertThatThrownBy(() -> transport().signalProcess("TERM"))
                            .isInstanceOf(ProcessExitedAlready.class);
                    super.processExited(reason);
                }
            };
            shell(reactor, child, "read x", ProcessOptions.defaults());
            assertThatThrownBy(() -> child.transport().signalProcess("NONSENSE"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("signal: NONSENSE (expected: a name as TERM, KILL or HUP, without SIG)");
            assertThatThrownBy(() -> child.transport().signalProcess(65)).isInstanceOf(IllegalArgumentException.class);
            child.transport().closeStdin();
            child.end(reactor);
            assertThat(child.events).contains("exited code 1");
            assertThatThrownBy(() -> child.transport().signalProcess(0)).isInstanceOf(ProcessExitedAlready.class);
        }
    }

    @Test
    void aSignalReachesTheWholeGroup() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = shell(
                    reactor,
                    new Child(),
                    "sleep 100 & exit 0",
                    ProcessOptions.defaults().withOwnGroup(true));
            reactor.runUntil(child.exited, LIMIT);
            assertThat(child.events).doesNotContain("ended done");

            child.transport().signalGroup("KILL");
            child.end(reactor);
            assertThatThrownBy(() -> child.transport().signalGroup("KILL")).isInstanceOf(ProcessExitedAlready.class);

            Child shares = shell(reactor, "read x");
            assertThatThrownBy(() -> shares.transport().signalGroup("KILL"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("withOwnGroup");
            shares.transport().closeStdin();
            shares.end(reactor);
        }
    }

    @Test
    @Spec("PRC-017")
    void exceptionsOfTheProtocolAreLoggedOnceEachAndTheChildLivesOn() throws Exception {
        try (NettyReactor reactor = NettyReactor.create();
                LogCapture log = LogCapture.of("io.netwist.bridge.process.ProcessProtocol")) {
            Child child = new Child() {
                @Override
                public void connectionMade() throws Exception {
                    super.connectionMade();
                    throw new IllegalStateException("made");
                }

                @Override
                public void childConnectionLost(int childFd) throws Exception {
                    super.childConnectionLost(childFd);
                    throw new IllegalStateException("lost " + childFd);
                }

                @Override
                public void processExited(Failure reason) throws Exception {
                    super.processExited(reason);
                    throw new IllegalStateException("exited");
                }

                @Override
                public void processEnded(Failure reason) throws Exception {
                    super.processEnded(reason);
                    throw new IllegalStateException("ended");
                }
            };
            shell(reactor, child, "cat; exit 9", ProcessOptions.defaults());
            child.transport().write("still here");
            child.transport().closeStdin();
            child.end(reactor);

            assertThat(child.out()).isEqualTo("still here");
            assertThat(child.events).hasSize(6).endsWith("ended code 9");
            assertThat(log.errors().stream()
                            .map(event -> LogCapture.thrown(event).getMessage()))
                    .containsExactlyInAnyOrder("made", "lost 0", "lost 1", "lost 2", "exited", "ended");
        }
    }

    @Test
    @Spec({"PRC-017", "TRN-007"})
    void anExceptionFromReceivingClosesThatPipe() throws Exception {
        try (NettyReactor reactor = NettyReactor.create();
                LogCapture log = LogCapture.of("io.netwist.bridge.process.ProcessProtocol")) {
            Child child = new Child() {
                @Override
                public void childDataReceived(int childFd, ByteBuf data) throws Exception {
                    super.childDataReceived(childFd, data);
                    if (childFd == 1) {
                        throw new IllegalStateException("no more");
                    }
                }
            };
            shell(
                    reactor,
                    child,
                    "trap '' PIPE; while echo x 2>/dev/null; do :; done; echo failed >&2",
                    ProcessOptions.defaults());
            child.end(reactor);

            assertThat(child.err()).isEqualTo("failed\n");
            assertThat(log.errors()).hasSize(1);
            assertThat(log.messages().get(0)).contains("threw from childDataReceived; descriptor 1 is closed");
        }
    }

    @Test
    @Spec("PRC-018")
    void aThreadThatBlocksIsNotDisturbedByExits() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            CompletableFuture<String> gate = new CompletableFuture<>();
            Deferred<String> blocking = reactor.deferToThread(gate::get);
            for (int i = 0; i < 5; i++) {
                shell(reactor, "exit 0").end(reactor);
            }
            assertThat(blocking.isCalled()).isFalse();
            gate.complete("undisturbed");
            assertThat(reactor.runUntil(blocking, LIMIT)).isEqualTo("undisturbed");
        }
    }

    @Test
    void aStoppingReactorClosesThePipesAndLeavesTheChildToItself() throws Exception {
        Child child;
        NettyReactor reactor = NettyReactor.create();
        try (reactor) {
            child = shell(reactor, "cat >/dev/null; exit 5");
            reactor.iterate(Duration.ZERO);
        }
        assertThat(child.events).containsExactlyInAnyOrder("made", "lost 0", "lost 1", "lost 2");
        assertThat(ChildrenOfOurs.becomeNone()).isTrue();
    }

    @Test
    @Spec({"PRC-010", "PRC-012"})
    void fiveHundredChildrenLeaveNothingBehind() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            shell(reactor, "exit 0").end(reactor);
            long descriptors = ChildrenOfOurs.descriptors();
            for (int i = 0; i < 50; i++) {
                List<Child> some = new ArrayList<>();
                for (int j = 0; j < 10; j++) {
                    some.add(shell(reactor, "echo out; echo err >&2"));
                }
                for (Child each : some) {
                    each.end(reactor);
                    assertThat(each.out()).isEqualTo("out\n");
                    assertThat(each.err()).isEqualTo("err\n");
                }
            }
            assertThat(ChildrenOfOurs.descriptors()).isEqualTo(descriptors);
            assertThat(ProcessHandle.current().children()).isEmpty();
        }
        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .noneMatch(name -> name.endsWith("-pipes"));
    }

    @Test
    void onlyTheReactorsThreadMayTalkToAChild() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = shell(reactor, "read x");
            CompletableFuture.runAsync(() -> {
                        assertThatThrownBy(() -> child.transport().write("x"))
                                .isInstanceOf(WrongReactorThreadException.class);
                        assertThatThrownBy(() -> child.transport().signalProcess("KILL"))
                                .isInstanceOf(WrongReactorThreadException.class);
                        assertThatThrownBy(() -> child.transport().loseConnection())
                                .isInstanceOf(WrongReactorThreadException.class);
                        assertThatThrownBy(() -> shell(reactor, "exit 0"))
                                .isInstanceOf(WrongReactorThreadException.class);
                    })
                    .join();
            child.transport().loseConnection();
            child.end(reactor);
        }
    }
}
