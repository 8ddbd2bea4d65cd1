/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.ProcessAddress;
import io.netwist.bridge.endpoint.ProcessEndpoint.StandardErrorBehavior;
import io.netwist.bridge.error.ConnectionAborted;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.error.NoProtocol;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.process.CannotSpawnException;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.process.ProcessTerminated;
import io.netwist.bridge.process.ProcessTransport;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.DeferredResults;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Programs as connections. */
@Spec("END-017")
class ProcessEndpointIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static class Recorder extends BaseProtocol {
        final StringBuilder received = new StringBuilder();
        final List<String> events = new ArrayList<>();
        final Deferred<Failure> gone = new Deferred<>();

        @Override
        public void connectionMade() throws Exception {
            events.add("made");
        }

        @Override
        public void dataReceived(ByteBuf data) throws Exception {
            received.append(data.toString(StandardCharsets.UTF_8));
        }

        @Override
        public void connectionLost(Failure reason) {
            events.add("lost");
            gone.callbackValue(reason);
        }
    }

    private static ProcessEndpoint shell(NettyReactor reactor, String script, StandardErrorBehavior errors) {
        return new ProcessEndpoint(reactor, "/bin/sh", List.of("sh", "-c", script), ProcessOptions.defaults(), errors);
    }

    private static <P extends Recorder> P connect(NettyReactor reactor, String script, P protocol) throws Exception {
        Deferred<P> made = shell(reactor, script, StandardErrorBehavior.DROP).connect(peer -> protocol);
        assertThat(DeferredResults.successResultOf(made)).isSameAs(protocol);
        return protocol;
    }

    private static Throwable end(NettyReactor reactor, Recorder protocol) throws Exception {
        return reactor.runUntil(protocol.gone, LIMIT).value();
    }

    @Test
    void theProtocolTalksWithTheProgram() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Recorder protocol = new Recorder() {
                @Override
                public void dataReceived(ByteBuf data) throws Exception {
                    super.dataReceived(data);
                    transport().write(data.retain());
                    transport().as(ProcessTransport.class).orElseThrow().closeStdin();
                }
            };
            List<Address> peers = new ArrayList<>();
            Deferred<Recorder> made = shell(
                            reactor, "echo hello; read back; echo \"[$back]\"", StandardErrorBehavior.DROP)
                    .connect(peer -> {
                        peers.add(peer);
                        return protocol;
                    });
            DeferredResults.successResultOf(made);
            assertThat(peers).containsExactly(new ProcessAddress());
            assertThat(protocol.transport().getPeer()).isEqualTo(new ProcessAddress());
            assertThat(protocol.transport().getHost()).isEqualTo(new ProcessAddress());
            assertThat(protocol.transport().reactor()).isSameAs(reactor);

            assertThat(end(reactor, protocol)).isInstanceOf(ConnectionDone.class);
            assertThat(protocol.received).hasToString("hello\n[hello]\n");
            assertThat(protocol.events).containsExactly("made", "lost");
            assertThat(protocol.transport().isConnected()).isFalse();
            protocol.transport().write("late");
        }
    }

    @Test
    void anyOtherEndIsTheReason() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Recorder protocol = connect(reactor, "exit 3", new Recorder());
            assertThat(((ProcessTerminated) end(reactor, protocol)).exitCode()).hasValue(3);
            Recorder killed = connect(reactor, "kill -9 $$", new Recorder());
            assertThat(((ProcessTerminated) end(reactor, killed)).signal()).hasValue(9);
        }
    }

    @Test
    void standardErrorIsLoggedOrDropped() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Protocol.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        Level level = logger.getLevel();
        logger.setLevel(Level.INFO);
        try (NettyReactor reactor = NettyReactor.create()) {
            for (StandardErrorBehavior each : StandardErrorBehavior.values()) {
                Recorder protocol = new Recorder();
                DeferredResults.successResultOf(
                        shell(reactor, "echo " + each + " >&2", each).connect(peer -> protocol));
                end(reactor, protocol);
                assertThat(protocol.received).isEmpty();
            }
        } finally {
            logger.setLevel(level);
            logger.detachAppender(log);
        }
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage())
                .contains("process /bin/sh wrote to its standard error", "LOG");
        assertThat(new ProcessEndpoint(null, "x", List.of("x")).errors()).isEqualTo(StandardErrorBehavior.LOG);
    }

    @Test
    @Spec("END-003")
    void whatCannotBecomesAFailure() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            DeferredResults.failureResultOf(
                    new ProcessEndpoint(reactor, "/no/such", List.of("x")).connect(peer -> new Recorder()),
                    CannotSpawnException.class);
            ProcessEndpoint cat = new ProcessEndpoint(reactor, "/bin/cat", List.of("cat"));
            Factory<Recorder> refusing = peer -> null;
            DeferredResults.failureResultOf(cat.connect(refusing), NoProtocol.class);
            Factory<Recorder> throwing = peer -> {
                throw new IllegalStateException("none today");
            };
            assertThat(DeferredResults.failureResultOf(cat.connect(throwing), IllegalStateException.class))
                    .hasMessage("none today");
            Recorder bad = new Recorder() {
                @Override
                public void connectionMade() {
                    throw new IllegalStateException("not made");
                }
            };
            assertThat(DeferredResults.failureResultOf(cat.connect(peer -> bad), IllegalStateException.class))
                    .hasMessage("not made");
            assertThat(end(reactor, bad)).hasMessage("not made");
            assertThat(ProcessHandle.current().children()).isEmpty();
        }
    }

    @Test
    @Spec("TRN-007")
    void anExceptionEndsTheConnectionWithItAsTheReason() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Recorder protocol = connect(reactor, "echo x; cat; exit 0", new Recorder() {
                @Override
                public void dataReceived(ByteBuf data) {
                    throw new IllegalStateException("cannot read that");
                }
            });
            assertThat(end(reactor, protocol)).hasMessage("cannot read that");
        }
    }

    @Test
    @Spec({"TRN-005", "TRN-020", "TRN-023"})
    void losesAndAborts() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Recorder losing = connect(reactor, "cat >/dev/null; echo unheard; exit 0", new Recorder());
            losing.transport().write("x".repeat(1_000_000));
            losing.transport().loseConnection();
            assertThat(losing.transport().isDisconnecting()).isTrue();
            losing.transport().write("dropped");
            // Its output is closed, so its last word kills it, or fails where SIGPIPE is ignored.
            assertThat(end(reactor, losing)).isInstanceOf(ProcessTerminated.class);
            assertThat(losing.received).isEmpty();

            Recorder aborting = connect(reactor, "trap '' TERM; read x; read y", new Recorder());
            aborting.transport().abortConnection();
            aborting.transport().abortConnection();
            assertThat(end(reactor, aborting)).isInstanceOf(ConnectionAborted.class);
            aborting.transport().abortConnection();
        }
    }

    @Test
    @Spec("RCT-018")
    void aStoppingReactorEndsIt() throws Exception {
        Recorder protocol;
        try (NettyReactor reactor = NettyReactor.create()) {
            protocol = connect(reactor, "cat", new Recorder());
            reactor.iterate(Duration.ZERO);
        }
        assertThat(protocol.events).containsExactly("made", "lost");
        assertThat(DeferredResults.successResultOf(protocol.gone).value()).isInstanceOf(ConnectionLost.class);
    }

    @Test
    void theProtocolCanBeSwitched() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Recorder second = new Recorder();
            Recorder first = connect(reactor, "echo one; read x; echo $x", new Recorder() {
                @Override
                public void dataReceived(ByteBuf data) throws Exception {
                    super.dataReceived(data);
                    transport().switchProtocol(second);
                    second.transport().write("two\n");
                }
            });
            assertThat(end(reactor, second)).isInstanceOf(ConnectionDone.class);
            assertThat(first.received).hasToString("one\n");
            assertThat(second.received).hasToString("two\n");
            assertThat(first.events).containsExactly("made");
        }
    }

    @Test
    void canBeDescribedByAString() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Recorder protocol = new Recorder();
            ClientEndpoint endpoint = Endpoints.clientFromString(
                    reactor, "process:/bin/sh:-c:echo \\\\$0\\: $@; pwd:a\\:b:c\\=d:directory=/:stderr=drop");
            assertThat(endpoint).hasToString("process:/bin/sh:-c:echo \\\\$0\\: $@; pwd:a\\:b:c\\=d");
            DeferredResults.successResultOf(endpoint.connect(peer -> protocol));
            end(reactor, protocol);
            assertThat(protocol.received).hasToString("$0: c=d\n/\n");
            assertThatThrownBy(() -> Endpoints.clientFromString(reactor, "process:"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Endpoints.clientFromString(reactor, "process:/bin/cat:stderr=maybe"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("stderr: maybe (expected: log or drop)");
        }
    }
}
