/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccumulatorTest {

    private final Accumulator buffer = new Accumulator();

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private String content() {
        return buffer.bytes().toString(StandardCharsets.US_ASCII);
    }

    @Test
    void isTheLentBufferItselfWhenNothingWasLeftOver() {
        ByteBuf data = text("abc");
        buffer.lend(data);
        assertThat(buffer.bytes()).isSameAs(data);
        buffer.bytes().skipBytes(3);
        buffer.giveBack();
        assertThat(buffer.size()).isZero();
        assertThat(buffer.bytes()).isSameAs(Unpooled.EMPTY_BUFFER);
    }

    @Test
    void keepsWhatWasNotUsed() {
        ByteBuf data = text("abc");
        buffer.lend(data);
        buffer.bytes().skipBytes(1);
        buffer.giveBack();
        data.setZero(0, 3);
        buffer.lend(text("de"));
        assertThat(content()).isEqualTo("bcde");
        buffer.giveBack();
        buffer.append(text("f"));
        buffer.prepend(text("a"));
        assertThat(content()).isEqualTo("abcdef");
        buffer.clear();
        assertThat(buffer.size()).isZero();
    }

    @Test
    void takesInputFromWithinAnInputWithoutLosingTheOrder() {
        buffer.lend(text("abc"));
        buffer.bytes().skipBytes(1);
        buffer.append(text("de"));
        assertThat(content()).isEqualTo("bcde");
        ByteBuf rest = buffer.take();
        assertThat(rest.toString(StandardCharsets.US_ASCII)).isEqualTo("bcde");
        rest.release();
        assertThat(buffer.take()).isNull();
    }

    @Test
    void neverMovesBytesUnderAFrameThatWasKept() {
        Random random = new Random(1);
        List<ByteBuf> kept = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        StringBuilder waiting = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            String piece = "x".repeat(random.nextInt(30)) + i;
            buffer.lend(text(piece));
            waiting.append(piece);
            int use = random.nextInt(buffer.size() + 1);
            kept.add(buffer.bytes().readRetainedSlice(use));
            expected.add(waiting.substring(0, use));
            waiting.delete(0, use);
            buffer.giveBack();
            assertThat(content()).isEqualTo(waiting.toString());
        }
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i).toString(StandardCharsets.US_ASCII)).isEqualTo(expected.get(i));
            kept.get(i).release();
        }
    }

    @Test
    void noticesAFrameThatWasGivenAway() {
        buffer.lend(text("abc"));
        buffer.giveBack();
        buffer.bytes().readSlice(1).release();
        assertThatThrownBy(buffer::bytes)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("retain");
        assertThat(buffer.size()).isZero();
    }
}
