/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.HostnameAddress;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionRefusedException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WireTest {

    /** Notes each piece that it receives. */
    static class Pieces extends BaseProtocol {
        final List<String> pieces = new ArrayList<>();

        @Override
        public void dataReceived(ByteBuf data) throws Exception {
            pieces.add(data.toString(StandardCharsets.UTF_8));
        }

        @Override
        public void connectionLost(Failure reason) throws Exception {
            pieces.add(reason.value().getClass().getSimpleName());
        }
    }

    private static class Echo extends BaseProtocol {
        @Override
        public void dataReceived(ByteBuf data) {
            transport().write(data.retain());
        }
    }

    @Test
    @Spec({"TST-016", "TST-020", "TST-021"})
    void deliversPieceByPieceAndNeverOnTheWritersStack() {
        Pieces server = new Pieces();
        Pieces client = new Pieces();
        Wire wire = Wire.connect(server, client);
        wire.client().write("one");
        wire.client().write("two");
        assertThat(server.pieces).isEmpty();
        assertThat(wire.pump()).isTrue();
        wire.flush();
        assertThat(server.pieces).containsExactly("one", "two");
        assertThat(wire.pump()).isFalse();
        Deferred<@Nullable Void> closed = wire.whenClosed();
        wire.server().write("bye");
        wire.server().loseConnection();
        assertNoResult(closed);
        wire.flush();
        assertThat(successResultOf(closed)).isNull();
        assertThat(client.pieces).containsExactly("bye", "ConnectionDone");
        assertThat(server.pieces).endsWith("ConnectionDone");
    }

    @Test
    @Spec("TST-021")
    void joinsOrCutsPiecesOnRequest() {
        Pieces joined = new Pieces();
        Wire wire = Wire.connect(joined, new Pieces()).joining();
        wire.client().write("one");
        wire.client().write("two");
        wire.flush();
        assertThat(joined.pieces).containsExactly("onetwo");

        Pieces cut = new Pieces();
        Wire bytes = Wire.connect(cut, new Pieces()).cutting(Chunkings.BYTE_BY_BYTE);
        bytes.client().write("abc");
        bytes.flush();
        assertThat(cut.pieces).containsExactly("a", "b", "c");
    }

    @Test
    @Spec("TST-016")
    void givesUpOnTwoThatNeverStopTalking() {
        Wire wire = Wire.connect(new Echo(), new Echo());
        wire.client().write("x");
        assertThatThrownBy(wire::flush)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1000");
    }

    @Test
    void breaksOnRequestAndMovesTheClock() {
        Pieces server = new Pieces();
        Pieces client = new Pieces();
        Wire wire = Wire.connect(server, client);
        wire.reactor().callLater(Duration.ofSeconds(1), () -> wire.client().write("late"));
        wire.advance(Duration.ofSeconds(1));
        assertThat(server.pieces).containsExactly("late");
        wire.sever();
        wire.flush();
        assertThat(server.pieces).endsWith("ConnectionLost");
        assertThat(client.pieces).containsExactly("ConnectionLost");
    }

    @Test
    @Spec({"TST-007", "TST-019"})
    void letsTheTestPlayTheNetwork() {
        MemoryReactor reactor = new MemoryReactor();
        reactor.holdConnecting();
        MemoryPort port = (MemoryPort) reactor.listenTCP(80, peer -> new Echo());
        assertThat(port.getHost()).isEqualTo(new TcpAddress("0.0.0.0", 80));
        assertThat(reactor.ports()).containsExactly(port);
        StringTransport accepted = port.accept().orElseThrow();
        accepted.deliver("x");
        assertThat(accepted.value()).isEqualTo("x");

        List<Failure> failures = new ArrayList<>();
        class Client implements io.netwist.bridge.ClientFactory<Protocol> {
            @Override
            public Protocol buildProtocol(io.netwist.bridge.address.Address peer) {
                return new Echo();
            }

            @Override
            public void clientConnectionFailed(Connector connector, Failure reason) {
                failures.add(reason);
            }
        }
        Connector first = reactor.connectTCP("example.com", 80, new Client());
        reactor.connectTCP("127.0.0.1", 80, new Client());
        assertThat(first.getDestination()).isEqualTo(new HostnameAddress("example.com", 80));
        assertThat(reactor.connecting()).hasSize(2);
        reactor.iterate(Duration.ZERO);
        assertThat(reactor.connecting()).hasSize(2);
        reactor.connecting().get(0).fail(new ConnectionRefusedException("refused by the test", null));
        assertThat(failures).hasSize(1);
        StringTransport client = reactor.connecting().get(0).succeed().orElseThrow();
        client.deliver("y");
        assertThat(client.value()).isEqualTo("y");
        client.disconnect(new ConnectionDone());
        assertThat(reactor.connecting()).isEmpty();

        reactor.connectTCP("127.0.0.1", 80, new Client());
        reactor.clock().advance(Duration.ofSeconds(30));
        assertThat(failures).hasSize(2);
        assertThat(failures.get(1).getErrorMessage()).contains("no connection within PT30S");
    }

    @Test
    @Spec("TST-008")
    void returnsFromRunWhenNothingIsLeftToHappen() {
        MemoryReactor reactor = new MemoryReactor();
        List<String> events = new ArrayList<>();
        reactor.callWhenRunning(() -> events.add("hook"));
        reactor.callLater(Duration.ofDays(1), () -> events.add("a day later"));
        reactor.run();
        assertThat(events).containsExactly("hook", "a day later");
        assertThat(reactor.isRunning()).isFalse();
        assertThat(reactor.clock().nanoTime()).isEqualTo(Duration.ofDays(1).toNanos());
    }
}
