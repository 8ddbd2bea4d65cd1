/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import io.netwist.bridge.testing.Chunkings;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetstringReceiverTest {

    static class Recorder extends NetstringReceiver {
        final List<String> strings = new ArrayList<>();

        @Override
        protected void stringReceived(ByteBuf string) {
            strings.add(string.toString(StandardCharsets.UTF_8));
            if (strings.contains("stop")) {
                transport().loseConnection();
            }
        }

        Recorder limit(int length) {
            setMaxLength(length);
            return this;
        }

        boolean broken() {
            return isBroken();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    @Spec("PRO-021")
    void findsTheSameStringsHoweverTheInputIsCut(Chunkings chunking) {
        Recorder protocol = new Recorder();
        StringTransport tr = StringTransport.connect(protocol);
        chunking.deliver(tr, bytes("5:hello,0:,7:1:a,2:b,12:twelve bytes,3:tr"));
        assertThat(protocol.strings).containsExactly("hello", "", "1:a,2:b", "twelve bytes");
        tr.deliver("a,");
        assertThat(protocol.strings).hasSize(5).endsWith("tra");
        assertThat(tr.isDisconnecting()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "05:hello,",
                "00:,",
                ":x,",
                "5x:hello,",
                "-1:x,",
                "5:hello.",
                " 1:x,",
                "100:",
                "100",
                "99999999999999"
            })
    @Spec({"PRO-022", "PRO-023", "PRO-024", "PRO-025"})
    void closesOnWhatIsNoNetstring(String wrong) {
        for (Chunkings chunking : Chunkings.values()) {
            Recorder protocol = new Recorder().limit(99);
            StringTransport tr = StringTransport.connect(protocol);
            chunking.deliver(tr, bytes("2:ok," + wrong + "3:bad,"));
            assertThat(protocol.strings).as(chunking.name()).containsExactly("ok");
            assertThat(protocol.broken()).isTrue();
            assertThat(tr.isDisconnecting()).isTrue();
            assertThat(tr.closeReason()).isInstanceOf(CorruptedFrameException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Spec("PRO-023")
    void acceptsAStringOfExactlyTheLimit(Chunkings chunking) {
        Recorder protocol = new Recorder().limit(999);
        StringTransport tr = StringTransport.connect(protocol);
        chunking.deliver(tr, bytes("999:" + "x".repeat(999) + ",1:y,"));
        assertThat(protocol.strings).hasSize(2).endsWith("y");
        tr.deliver("1000");
        assertThat(tr.isDisconnecting()).isTrue();
    }

    @Test
    @Spec("PRO-023")
    void allows99999BytesUntilToldOtherwise() {
        Recorder protocol = new Recorder();
        StringTransport tr = StringTransport.connect(protocol);
        tr.deliver("99999:" + "x".repeat(99_999) + ",");
        assertThat(protocol.strings).hasSize(1);
        tr.deliver("100000");
        assertThat(tr.isDisconnecting()).isTrue();
    }

    @Test
    @Spec("PRO-025")
    void deliversNothingOnceTheEndWasAskedFor() {
        Recorder protocol = new Recorder();
        StringTransport.connect(protocol).deliver("4:stop,4:more,");
        assertThat(protocol.strings).containsExactly("stop");
    }

    @Test
    @Spec("PRO-026")
    void sendsStrings() {
        Recorder protocol = new Recorder();
        StringTransport tr = StringTransport.connect(protocol);
        protocol.sendString("h\u00e9");
        protocol.sendString(Unpooled.EMPTY_BUFFER);
        protocol.sendString(Unpooled.copiedBuffer(new byte[] {1, 2}));
        assertThat(tr.value()).isEqualTo("3:h\u00e9,0:,2:\u0001\u0002,");
    }
}
