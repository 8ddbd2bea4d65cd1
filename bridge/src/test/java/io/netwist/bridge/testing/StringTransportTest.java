/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Buffering;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StringTransportTest {

    static class Recorder extends BaseProtocol {
        final List<String> events = new ArrayList<>();

        @Override
        public void connectionMade() throws Exception {
            events.add("made");
        }

        @Override
        public void dataReceived(ByteBuf data) throws Exception {
            events.add(data.readCharSequence(data.readableBytes(), StandardCharsets.UTF_8)
                    .toString());
        }

        @Override
        public void connectionLost(Failure reason) throws Exception {
            events.add("lost " + reason.value().getClass().getSimpleName());
        }
    }

    @Test
    @Spec("TST-001")
    void keepsWhatIsWrittenUntilCleared() {
        StringTransport tr = StringTransport.connect(new Recorder());
        tr.write("a");
        tr.write(new byte[] {'b'});
        tr.write(Unpooled.copiedBuffer("c", StandardCharsets.UTF_8));
        tr.writeSequence(List.of("d", new byte[] {'e'}, Unpooled.copiedBuffer("f", StandardCharsets.UTF_8)));
        assertThat(tr.value()).isEqualTo("abcdef");
        assertThat(tr.bytes()).hasSize(6);
        assertThat(tr.isConnected()).isTrue();

        tr.clear();
        assertThat(tr.value()).isEmpty();
        assertThatThrownBy(() -> tr.writeSequence(List.of("x", 1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(tr.value()).isEmpty();
    }

    @Test
    @Spec("TST-002")
    void onlyNotesThatTheEndWasAskedFor() {
        Recorder protocol = new Recorder();
        StringTransport tr = StringTransport.connect(protocol);
        Deferred<Failure> before = protocol.whenConnectionLost();
        tr.loseConnection();
        assertThat(tr.isDisconnecting()).isTrue();
        assertThat(tr.isAborted()).isFalse();
        tr.abortConnection();
        assertThat(tr.isAborted()).isTrue();
        tr.deliver("dropped");
        tr.write("dropped");
        assertThat(tr.value()).isEmpty();
        assertThat(protocol.events).containsExactly("made");
        assertNoResult(before);

        tr.disconnect(new ConnectionDone());
        assertThat(protocol.events).containsExactly("made", "lost ConnectionDone");
        assertThat(tr.isConnected()).isFalse();
        assertThat(successResultOf(before).value()).isInstanceOf(ConnectionDone.class);
        assertThat(successResultOf(protocol.whenConnectionLost()).value()).isInstanceOf(ConnectionDone.class);
    }

    @Test
    @Spec("TST-003")
    void hasAddressesOfItsOwnOrTheTests() {
        StringTransport tr = StringTransport.connect(new Recorder());
        assertThat(tr.getHost()).isEqualTo(new TcpAddress("10.0.0.1", 12345));
        assertThat(tr.getPeer()).isEqualTo(new TcpAddress("192.168.1.1", 54321));

        TcpAddress here = new TcpAddress("::1", 1);
        TcpAddress there = new TcpAddress("::2", 2);
        StringTransport chosen = StringTransport.connect(new Recorder(), here, there);
        assertThat(chosen.getHost()).isEqualTo(here);
        assertThat(chosen.getPeer()).isEqualTo(there);
    }

    @Test
    @Spec("TST-004")
    void keepsAProducerWithoutCallingIt() {
        StringTransport tr = StringTransport.connect(new Recorder());
        List<String> calls = new ArrayList<>();
        PullProducer pull = new PullProducer() {
            @Override
            public void resumeProducing() {
                calls.add("resume");
            }

            @Override
            public void stopProducing() {
                calls.add("stop");
            }
        };
        tr.registerProducer(pull);
        assertThat(tr.pullProducer()).containsSame(pull);
        assertThat(tr.pushProducer()).isEmpty();
        assertThatThrownBy(() -> tr.registerProducer((PushProducer) tr)).isInstanceOf(IllegalStateException.class);
        tr.unregisterProducer();
        assertThat(tr.pullProducer()).isEmpty();
        assertThat(calls).isEmpty();

        tr.registerProducer(pull);
        tr.disconnect(new ConnectionDone());
        tr.registerProducer(pull);
        assertThat(calls).containsExactly("stop", "stop");
    }

    @Test
    @Spec("TST-005")
    void holdsBackWhatIsDeliveredWhilePaused() {
        Recorder protocol = new Recorder();
        StringTransport tr = StringTransport.connect(protocol);
        tr.pauseProducing();
        tr.deliver("a");
        tr.deliver("b");
        assertThat(tr.isPaused()).isTrue();
        assertThat(protocol.events).containsExactly("made");
        tr.resumeProducing();
        assertThat(protocol.events).containsExactly("made", "a", "b");
    }

    @Test
    void deliversNothingFromWithinADelivery() {
        List<String> events = new ArrayList<>();
        StringTransport tr = StringTransport.connect(new BaseProtocol() {
            @Override
            public void dataReceived(ByteBuf data) {
                String text = data.toString(StandardCharsets.UTF_8);
                events.add("begin " + text);
                if (text.equals("1")) {
                    transport().pauseProducing();
                    ((StringTransport) transport()).deliver("2");
                    transport().resumeProducing();
                }
                events.add("end " + text);
            }
        });
        tr.deliver("1");
        assertThat(events).containsExactly("begin 1", "end 1", "begin 2", "end 2");
    }

    @Test
    void letsTheProtocolsExceptionsOut() {
        assertThatThrownBy(() -> StringTransport.connect(new BaseProtocol() {
                    @Override
                    public void connectionMade() throws Exception {
                        throw new IOException("boom");
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("boom");
        StringTransport tr = StringTransport.connect(new BaseProtocol() {
            @Override
            public void dataReceived(ByteBuf data) throws Exception {
                throw new IOException("boom");
            }
        });
        assertThatThrownBy(() -> tr.deliver("x")).isInstanceOf(IOException.class);
    }

    @Test
    void noticesAProtocolThatGivesTheLentBufferAway() {
        StringTransport tr = StringTransport.connect(new BaseProtocol() {
            @Override
            public void dataReceived(ByteBuf data) {
                transport().write(data.slice());
            }
        });
        assertThatThrownBy(() -> tr.deliver("x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("write(data.retain())");

        StringTransport echo = StringTransport.connect(new BaseProtocol() {
            @Override
            public void dataReceived(ByteBuf data) {
                transport().write(data.retain());
            }
        });
        echo.deliver("x");
        assertThat(echo.value()).isEqualTo("x");
    }

    /** Reads one byte of each input; keeps the rest, or leaves it. */
    static class OneByte extends BaseProtocol implements Buffering {
        final Recorder next = new Recorder();
        final boolean keeps;
        final ByteBuf kept = Unpooled.buffer();

        OneByte(boolean keeps) {
            this.keeps = keeps;
        }

        @Override
        public void dataReceived(ByteBuf data) {
            data.readByte();
            if (keeps) {
                kept.writeBytes(data);
            }
            transport().switchProtocol(next);
        }

        @Override
        public ByteBuf takeRemaining() {
            return kept;
        }
    }

    @Test
    void handsEverythingUnusedToTheNextProtocol() {
        for (boolean keeps : new boolean[] {true, false}) {
            OneByte first = new OneByte(keeps);
            StringTransport tr = StringTransport.connect(first);
            tr.deliver("abc");
            tr.deliver("def");
            assertThat(first.next.events).containsExactly("made", "bc", "def");
            assertThat(tr.protocol()).isSameAs(first.next);
            tr.disconnect(new ConnectionDone());
            assertThat(first.next.events).endsWith("lost ConnectionDone");
        }
    }

    @Test
    void remembersTheSocketOptions() {
        StringTransport tr = StringTransport.connect(new Recorder());
        TcpTransport tcp = tr.as(TcpTransport.class).orElseThrow();
        assertThat(tcp.getTcpNoDelay()).isFalse();
        tcp.setTcpNoDelay(true);
        tcp.setTcpKeepAlive(true);
        assertThat(tcp.getTcpNoDelay()).isTrue();
        assertThat(tcp.getTcpKeepAlive()).isTrue();
        tcp.loseWriteConnection();
        tr.write("x");
        assertThat(tr.value()).isEmpty();
        assertThat(tr.isWriteClosed()).isTrue();
        assertThat(tr.as(Runnable.class)).isEmpty();
    }

    @Test
    @Spec({"TST-009", "TST-010"})
    void hasAReactorWhoseClockTheTestTurns() {
        List<String> ran = new ArrayList<>();
        StringTransport tr = StringTransport.connect(new BaseProtocol() {
            @Override
            public void connectionMade() {
                reactor().callLater(Duration.ofSeconds(60), () -> ran.add("timer"));
            }
        });
        tr.clock().advance(Duration.ofSeconds(59));
        assertThat(ran).isEmpty();
        tr.clock().advance(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("timer");
    }
}
