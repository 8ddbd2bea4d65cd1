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
import io.netwist.protocols.framing.LengthPrefix;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IntNStringReceiverTest {

    private final List<String> strings = new ArrayList<>();

    private IntNStringReceiver receiver(LengthPrefix prefix) {
        return switch (prefix) {
            case INT8 ->
                new Int8StringReceiver() {
                    @Override
                    protected void stringReceived(ByteBuf string) throws Exception {
                        heard(this, string);
                    }
                };
            case INT16 ->
                new Int16StringReceiver() {
                    @Override
                    protected void stringReceived(ByteBuf string) throws Exception {
                        heard(this, string);
                    }
                };
            case INT32 ->
                new Int32StringReceiver() {
                    @Override
                    protected void stringReceived(ByteBuf string) throws Exception {
                        heard(this, string);
                    }
                };
        };
    }

    private void heard(IntNStringReceiver receiver, ByteBuf string) throws Exception {
        String text = string.toString(StandardCharsets.UTF_8);
        strings.add(text);
        switch (text) {
            case "stop" -> receiver.transport().loseConnection();
            case "pause" -> receiver.pauseProducing();
            case "on" -> {
                receiver.pauseProducing();
                receiver.resumeProducing();
            }
            case "replace" -> {
                ByteBuf rest = receiver.takeRemaining();
                receiver.pushBack(Unpooled.wrappedBuffer(
                        frames(LengthPrefix.INT8, "new"),
                        Unpooled.copiedBuffer(rest).array()));
                rest.release();
            }
            default -> {}
        }
    }

    private static byte[] frames(LengthPrefix prefix, String... texts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String text : texts) {
            ByteBuf length = Unpooled.buffer(4);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            prefix.write(bytes.length, length);
            all.write(length.array(), 0, length.readableBytes());
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    @Spec("PRO-027")
    void findsTheSameStringsHoweverTheInputIsCut(Chunkings chunking) {
        for (LengthPrefix prefix : LengthPrefix.values()) {
            strings.clear();
            StringTransport tr = StringTransport.connect(receiver(prefix));
            byte[] input = frames(prefix, "one", "", "x".repeat(200), "\u20ac", "tail");
            byte[] most = java.util.Arrays.copyOf(input, input.length - 2);
            chunking.deliver(tr, most);
            assertThat(strings).containsExactly("one", "", "x".repeat(200), "\u20ac");
            tr.deliver("il");
            assertThat(strings).hasSize(5).endsWith("tail");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Spec("PRO-028")
    void closesAtALengthOverTheLimitBeforeTheStringHasCome(Chunkings chunking) {
        IntNStringReceiver receiver = receiver(LengthPrefix.INT32);
        receiver.setMaxLength(10);
        StringTransport tr = StringTransport.connect(receiver);
        chunking.deliver(tr, frames(LengthPrefix.INT32, "0123456789"));
        chunking.deliver(tr, new byte[] {0, 0, 0, 11});
        assertThat(strings).containsExactly("0123456789");
        assertThat(tr.isDisconnecting()).isTrue();
        assertThat(tr.closeReason())
                .isInstanceOf(TooLongFrameException.class)
                .hasMessage("string: 11 bytes (expected: at most 10)");
    }

    @Test
    @Spec("PRO-028")
    void leavesTheRefusedBytesToWhoeverOverridesTheRefusal() {
        List<String> refused = new ArrayList<>();
        Int8StringReceiver receiver = new Int8StringReceiver() {
            @Override
            protected void stringReceived(ByteBuf string) {}

            @Override
            protected void lengthLimitExceeded(long length) {
                ByteBuf rest = takeRemaining();
                refused.add(length + " " + rest.readableBytes());
                rest.release();
            }
        };
        receiver.setMaxLength(3);
        StringTransport tr = StringTransport.connect(receiver);
        tr.deliver(frames(LengthPrefix.INT8, "four"));
        tr.deliver(new byte[] {(byte) 255});
        assertThat(refused).containsExactly("4 5", "255 1");
        assertThat(tr.isDisconnecting()).isFalse();
    }

    @Test
    @Spec("PRO-029")
    void sendsWhatFitsItsLength() {
        IntNStringReceiver eight = receiver(LengthPrefix.INT8);
        StringTransport tr = StringTransport.connect(eight);
        eight.sendString("x".repeat(255));
        assertThat(tr.bytes()).hasSize(256).startsWith((byte) 255, 'x');
        assertThatThrownBy(() -> eight.sendString("x".repeat(256)))
                .isInstanceOf(StringTooLongException.class)
                .hasMessageContaining("256 bytes (expected: at most 255)");
        IntNStringReceiver sixteen = receiver(LengthPrefix.INT16);
        StringTransport wide = StringTransport.connect(sixteen);
        sixteen.sendString("x".repeat(65_535));
        assertThatThrownBy(() -> sixteen.sendString("x".repeat(65_536))).isInstanceOf(StringTooLongException.class);
        assertThat(wide.bytes()).hasSize(65_537);
    }

    @ParameterizedTest
    @EnumSource
    @Spec("PRO-030")
    void holdsStringsBackWhilePausedAndParsesNoneTwice(Chunkings chunking) throws Exception {
        IntNStringReceiver receiver = receiver(LengthPrefix.INT16);
        StringTransport tr = StringTransport.connect(receiver);
        chunking.deliver(tr, frames(LengthPrefix.INT16, "1", "pause", "2", "on", "3"));
        assertThat(strings).containsExactly("1", "pause");
        receiver.resumeProducing();
        assertThat(strings).containsExactly("1", "pause", "2", "on", "3");
        assertThat(tr.isPaused()).isFalse();
    }

    @Test
    @Spec("PRO-031")
    void stopsWithinAnInputWhenTheEndWasAskedFor() {
        StringTransport.connect(receiver(LengthPrefix.INT8)).deliver(frames(LengthPrefix.INT8, "stop", "more"));
        assertThat(strings).containsExactly("stop");
    }

    @Test
    @Spec("PRO-032")
    void letsACallbackReplaceWhatHasNotBeenParsed() {
        StringTransport.connect(receiver(LengthPrefix.INT8)).deliver(frames(LengthPrefix.INT8, "replace", "old"));
        assertThat(strings).containsExactly("replace", "new", "old");
    }

    @ParameterizedTest
    @EnumSource
    @Spec("PRO-032")
    void handsUnparsedBytesToTheNextProtocol(Chunkings chunking) {
        StringBuilder received = new StringBuilder();
        Int16StringReceiver receiver = new Int16StringReceiver() {
            @Override
            protected void stringReceived(ByteBuf string) {
                transport().switchProtocol(new BaseProtocol() {
                    @Override
                    public void dataReceived(ByteBuf data) {
                        received.append(data.toString(StandardCharsets.UTF_8));
                    }
                });
            }
        };
        byte[] first = frames(LengthPrefix.INT16, "upgrade");
        byte[] all = java.util.Arrays.copyOf(first, first.length + 4);
        all[first.length] = 'r';
        all[first.length + 1] = 'e';
        all[first.length + 2] = 's';
        all[first.length + 3] = 't';
        chunking.deliver(StringTransport.connect(receiver), all);
        assertThat(received).hasToString("rest");
    }
}
