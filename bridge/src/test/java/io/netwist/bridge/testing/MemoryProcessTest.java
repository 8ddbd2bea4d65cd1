/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.process.BaseProcessProtocol;
import io.netwist.bridge.process.ChildDescriptor;
import io.netwist.bridge.process.ProcessDone;
import io.netwist.bridge.process.ProcessExitedAlready;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.process.ProcessTerminated;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.DeferredResults;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A test plays a child process without one. */
class MemoryProcessTest {

    private final MemoryReactor reactor = new MemoryReactor();
    private final List<String> events = new ArrayList<>();

    private final class Recorder extends BaseProcessProtocol {
        @Override
        public void connectionMade() {
            events.add("made");
        }

        @Override
        protected void outReceived(ByteBuf data) {
            events.add("out " + data.toString(StandardCharsets.UTF_8));
        }

        @Override
        protected void errReceived(ByteBuf data) {
            transport().write(data);
        }

        @Override
        protected void inConnectionLost() {
            events.add("in lost");
        }

        @Override
        protected void outConnectionLost() {
            events.add("out lost");
        }

        @Override
        protected void errConnectionLost() {
            events.add("err lost");
        }

        @Override
        public void processExited(Failure reason) {
            events.add("exited " + reason.value().getClass().getSimpleName());
        }

        @Override
        public void processEnded(Failure reason) {
            events.add("ended " + reason.value().getClass().getSimpleName());
        }
    }

    private MemoryProcess spawn(ProcessOptions options) {
        reactor.spawnProcess(new Recorder(), "/bin/prog", List.of("prog", "-v"), options);
        return reactor.processes().get(reactor.processes().size() - 1);
    }

    @Test
    @Spec("TST-007")
    void notesWhatWasStartedAndWritten() {
        ProcessOptions options = ProcessOptions.defaults().withEnvironment(Map.of("A", "1"));
        MemoryProcess process = spawn(options);
        assertThat(process.executable()).isEqualTo("/bin/prog");
        assertThat(process.arguments()).containsExactly("prog", "-v");
        assertThat(process.options()).isSameAs(options);
        assertThat(process.pid()).isPresent();
        assertThat(process.open()).containsExactlyInAnyOrder(0, 1, 2);
        process.write("a");
        process.writeSequence(List.of("b", new byte[] {'c'}));
        process.writeToChild(0, "d");
        assertThat(process.value()).isEqualTo("abcd");
        process.clear();
        assertThat(process.value()).isEmpty();
        process.signalProcess("TERM");
        process.signalProcess(10);
        assertThat(process.signals()).containsExactly("TERM", "10");
        assertThat(events).containsExactly("made");
        assertThatThrownBy(() -> process.writeToChild(1, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> process.signalGroup("TERM")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void playsTheChild() throws Exception {
        MemoryProcess process = spawn(ProcessOptions.defaults());
        Deferred<Failure> ended = process.whenProcessEnded();
        process.deliver(1, "hello");
        process.closed(1);
        process.exits(0);
        assertThat(events)
                .containsExactly(
                        "made",
                        "out hello",
                        "out lost",
                        "exited ProcessDone",
                        "in lost",
                        "err lost",
                        "ended ProcessDone");
        assertThat(DeferredResults.successResultOf(ended).value()).isInstanceOf(ProcessDone.class);
        assertThat(process.pid()).isEmpty();
        assertThatThrownBy(() -> process.signalProcess("KILL")).isInstanceOf(ProcessExitedAlready.class);
        assertThatThrownBy(() -> process.exits(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> process.deliver(1, "x")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aKilledOneSaysBySignal() throws Exception {
        MemoryProcess process = spawn(ProcessOptions.defaults().withOwnGroup(true));
        process.signalGroup("KILL");
        assertThat(process.signals()).containsExactly("-KILL");
        process.killed("KILL");
        Throwable reason =
                DeferredResults.successResultOf(process.whenProcessEnded()).value();
        assertThat(((ProcessTerminated) reason).signal()).hasValue(9);
    }

    @Test
    void pipesThatAreClosedSaySoInALaterTurn() throws Exception {
        MemoryProcess process = spawn(ProcessOptions.defaults());
        process.loseConnection();
        assertThat(events).containsExactly("made");
        reactor.iterate(Duration.ZERO);
        assertThat(events).containsExactly("made", "in lost", "err lost", "out lost");
        process.write("dropped");
        assertThat(process.value()).isEmpty();
        process.exitOnly(ProcessTerminated.withExitCode(1));
        assertThat(events).endsWith("exited ProcessTerminated", "ended ProcessTerminated");
    }

    @Test
    void lendsWhatTheChildWrites() {
        MemoryProcess process = spawn(ProcessOptions.defaults());
        assertThatThrownBy(() -> process.deliver(2, "x")).hasMessageContaining("write(data.retain())");
    }

    @Test
    void hasTheDescriptorsThatWereMapped() {
        MemoryProcess process = spawn(ProcessOptions.defaults()
                .withDescriptors(Map.of(
                        1, ChildDescriptor.inherit(1), 3, ChildDescriptor.WE_WRITE, 4, ChildDescriptor.WE_READ)));
        assertThat(process.open()).containsExactlyInAnyOrder(3, 4);
        process.writeToChild(3, "three");
        assertThat(process.value(3)).isEqualTo("three");
        process.write("nowhere");
        assertThat(process.value()).isEmpty();
    }

    @Test
    void aTerminalIsOneThing() throws Exception {
        MemoryProcess process = spawn(ProcessOptions.defaults().withTerminal());
        process.write("ls\n");
        assertThat(process.value()).isEqualTo("ls\n");
        process.closeStdin();
        reactor.iterate(Duration.ZERO);
        assertThat(process.open()).containsExactly(1);
        process.deliver(1, "a b");
        process.exits(0);
        assertThat(events).containsExactly("made", "out a b", "exited ProcessDone", "ended ProcessDone");
    }
}
