/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.TooLongFrameException;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.testing.Chunkings;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LineReceiverTest {

    /** Notes lines; "raw N" switches to raw mode for N bytes; "stop" asks for the end; "pause" pauses. */
    static class Recorder extends LineReceiver {
        final List<String> events = new ArrayList<>();
        final StringBuilder raw = new StringBuilder();
        int wanted;

        @Override
        protected void lineReceived(String line) throws Exception {
            events.add(line);
            if (line.startsWith("raw ")) {
                wanted = Integer.parseInt(line.substring(4));
                setRawMode();
            } else if (line.equals("stop")) {
                transport().loseConnection();
            } else if (line.equals("pause")) {
                pauseProducing();
            } else if (line.equals("on")) {
                pauseProducing();
                resumeProducing();
            }
        }

        @Override
        protected void rawDataReceived(ByteBuf data) throws Exception {
            int count = Math.min(wanted, data.readableBytes());
            raw.append(data.readCharSequence(count, StandardCharsets.US_ASCII));
            wanted -= count;
            if (wanted == 0) {
                events.add("<" + raw + ">");
                raw.setLength(0);
                setLineMode();
            }
        }

        @Override
        protected void lineLengthExceeded(ByteBuf data) throws Exception {
            events.add("exceeded " + data.readableBytes());
            super.lineLengthExceeded(data);
        }

        Recorder limit(int length) {
            setMaxLength(length);
            return this;
        }

        Recorder delimiter(String delimiter) {
            setDelimiter(delimiter);
            return this;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"PRO-001", "PRO-002"})
    void findsTheSameLinesHoweverTheInputIsCut(Chunkings chunking) {
        Recorder protocol = new Recorder();
        StringTransport tr = StringTransport.connect(protocol);
        chunking.deliver(tr, bytes("one\r\n\r\ntwo\nstill\rtwo\r\r\n\u00e9\u20ac\r\nrest"));
        assertThat(protocol.events).containsExactly("one", "", "two\nstill\rtwo\r", "\u00e9\u20ac");
        tr.deliver("!\r\n");
        assertThat(protocol.events).endsWith("rest!");
    }

    @ParameterizedTest
    @EnumSource
    @Spec("PRO-002")
    void takesAnyDelimiter(Chunkings chunking) {
        Recorder protocol = new Recorder().delimiter("aab");
        chunking.deliver(StringTransport.connect(protocol), bytes("1aab2aaab3abaab"));
        assertThat(protocol.events).containsExactly("1", "2a", "3ab");
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"PRO-003", "PRO-004"})
    void switchesToRawBytesAndBackWithoutLosingOne(Chunkings chunking) {
        Recorder protocol = new Recorder();
        StringTransport tr = StringTransport.connect(protocol);
        chunking.deliver(tr, bytes("raw 5\r\na\r\nb\r\r\nnext\r\nraw 1\r\nxraw 0"));
        chunking.deliver(tr, bytes("\r\n.\r\n"));
        assertThat(protocol.events)
                .containsExactly("raw 5", "<a\r\nb\r>", "", "next", "raw 1", "<x>", "raw 0", "<>", ".");
    }

    @Test
    @Spec("PRO-006")
    void switchesModesAnyNumberOfTimesWithoutGrowingTheStack() {
        Recorder protocol = new Recorder();
        StringTransport.connect(protocol).deliver("raw 1\r\nx".repeat(20_000));
        assertThat(protocol.events).hasSize(40_000).contains("<x>");
    }

    @Test
    @Spec("PRO-007")
    void keepsInputThatComesFromACallbackForTheOuterLoop() {
        List<String> events = new ArrayList<>();
        LineReceiver protocol = new LineReceiver() {
            @Override
            protected void lineReceived(String line) throws Exception {
                events.add("begin " + line);
                if (line.equals("1")) {
                    dataReceived(Unpooled.copiedBuffer("\r\n3\r\n", StandardCharsets.UTF_8));
                }
                events.add("end " + line);
            }
        };
        StringTransport.connect(protocol).deliver("1\r\n2");
        assertThat(events).containsExactly("begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3");
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"PRO-008", "PRO-009", "PRO-010"})
    void refusesALineOverTheLimitAndAcceptsOneOfExactlyTheLimit(Chunkings chunking) {
        Recorder protocol = new Recorder().limit(8);
        StringTransport tr = StringTransport.connect(protocol);
        chunking.deliver(tr, bytes("12345678\r\nshort\r\n"));
        assertThat(protocol.events).containsExactly("12345678", "short");
        chunking.deliver(tr, bytes("ok\r\n123456789\r\nnever\r\n"));
        assertThat(protocol.events).hasSize(4).startsWith("12345678", "short", "ok");
        assertThat(protocol.events.get(3)).startsWith("exceeded");
        assertThat(tr.isDisconnecting()).isTrue();
        assertThat(tr.closeReason())
                .isInstanceOf(TooLongFrameException.class)
                .hasMessage("line: more than 8 bytes (expected: at most 8)");
    }

    @Test
    @Spec({"PRO-008", "PRO-009"})
    void handsOverAllThatCameWhenALineIsTooLong() {
        Recorder complete = new Recorder().limit(8);
        StringTransport.connect(complete).deliver("a\r\n123456789\r\nrest");
        assertThat(complete.events).containsExactly("a", "exceeded 15");

        Recorder open = new Recorder().limit(8);
        StringTransport tr = StringTransport.connect(open);
        tr.deliver("123456789");
        assertThat(open.events).isEmpty();
        tr.deliver("0");
        assertThat(open.events).containsExactly("exceeded 10");
    }

    @Test
    @Spec("PRO-011")
    void setsNoLimitToRawBytes() {
        Recorder protocol = new Recorder().limit(8);
        StringTransport.connect(protocol).deliver("raw 100\r\n" + "x".repeat(100) + "end\r\n");
        assertThat(protocol.events).endsWith("<" + "x".repeat(100) + ">", "end");
    }

    @Test
    @Spec("PRO-012")
    void deliversNothingAfterTheEndWasAskedFor() {
        Recorder protocol = new Recorder();
        StringTransport.connect(protocol).deliver("1\r\nstop\r\n2\r\n");
        assertThat(protocol.events).containsExactly("1", "stop");
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"PRO-013", "PRO-014"})
    void holdsLinesBackWhilePaused(Chunkings chunking) throws Exception {
        Recorder protocol = new Recorder();
        StringTransport tr = StringTransport.connect(protocol);
        chunking.deliver(tr, bytes("1\r\npause\r\n2\r\n"));
        chunking.deliver(tr, bytes("on\r\n3\r\n"));
        assertThat(protocol.events).containsExactly("1", "pause");
        assertThat(tr.isPaused()).isTrue();
        protocol.resumeProducing();
        assertThat(protocol.events).containsExactly("1", "pause", "2", "on", "3");
        protocol.stopProducing();
        assertThat(tr.isDisconnecting()).isTrue();
    }

    @Test
    @Spec("PRO-015")
    void givesUpItsBuffer() {
        List<String> events = new ArrayList<>();
        LineReceiver protocol = new LineReceiver() {
            @Override
            protected void lineReceived(String line) throws Exception {
                events.add(line);
                if (line.equals("clear")) {
                    events.add("[" + new String(clearLineBuffer(), StandardCharsets.UTF_8) + "]");
                }
            }
        };
        StringTransport tr = StringTransport.connect(protocol);
        tr.deliver("clear\r\nsome\r\nmore");
        tr.deliver("x\r\n");
        assertThat(events).containsExactly("clear", "[some\r\nmore]", "x");
    }

    @Test
    @Spec("PRO-017")
    void sendsALineAndItsEnd() {
        Recorder protocol = new Recorder();
        StringTransport tr = StringTransport.connect(protocol);
        protocol.sendLine("caf\u00e9");
        protocol.sendLine(Unpooled.copiedBuffer("x", StandardCharsets.UTF_8));
        assertThat(tr.value()).isEqualTo("caf\u00e9\r\nx\r\n");
        StringTransport bare = StringTransport.connect(new LineReceiver() {});
        assertThatThrownBy(() -> bare.deliver("x\r\n"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("lineReceived");
    }

    @ParameterizedTest
    @EnumSource
    void handsUnparsedBytesToTheNextProtocol(Chunkings chunking) {
        StringBuilder received = new StringBuilder();
        LineReceiver protocol = new LineReceiver() {
            @Override
            protected void lineReceived(String line) throws Exception {
                transport().switchProtocol(new BaseProtocol() {
                    @Override
                    public void dataReceived(ByteBuf data) {
                        received.append(data.toString(StandardCharsets.UTF_8));
                    }
                });
            }
        };
        chunking.deliver(StringTransport.connect(protocol), bytes("upgrade\r\nall the rest\r\n"));
        assertThat(received).hasToString("all the rest\r\n");
    }

    @Test
    void lendsLinesThatMayBeKeptAndNoticesOnesThatAreGivenAway() {
        List<ByteBuf> kept = new ArrayList<>();
        LineReceiver keeper = new LineReceiver() {
            @Override
            protected void lineBytesReceived(ByteBuf line) {
                kept.add(line.retain());
            }
        };
        Chunkings.RANDOM_SMALL.deliver(StringTransport.connect(keeper), bytes("some line number N\r\n".repeat(200)));
        assertThat(kept).hasSize(200);
        assertThat(kept).allMatch(line -> line.toString(StandardCharsets.UTF_8).equals("some line number N"));
        kept.forEach(ByteBuf::release);

        LineReceiver giver = new LineReceiver() {
            @Override
            protected void lineBytesReceived(ByteBuf line) {
                transport().write(line);
            }
        };
        StringTransport tr = StringTransport.connect(giver);
        tr.deliver("in two ");
        assertThatThrownBy(() -> tr.deliver("pieces\r\nmore\r\n"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("retain");
    }

    @Test
    void parsesALongLineByteByByteInLinearTime() throws Exception {
        Recorder protocol = new Recorder().limit(1_000_000);
        StringTransport tr = StringTransport.connect(protocol);
        long begin = System.nanoTime();
        ByteBuf piece = Unpooled.buffer(1);
        for (int i = 0; i < 500_000; i++) {
            piece.clear().writeByte('x');
            protocol.dataReceived(piece);
        }
        tr.deliver("\r\n");
        assertThat(protocol.events).hasSize(1);
        assertThat(protocol.events.get(0)).hasSize(500_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }
}
