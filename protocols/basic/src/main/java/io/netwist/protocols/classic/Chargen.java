/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.classic;

import io.netty.buffer.Unpooled;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.stream.PullProducer;
import java.nio.charset.StandardCharsets;

/**
 * Sends characters for as long as the peer takes them, and throws away what it receives.
 *
 * <p>The pattern is that of RFC 864: lines of 72 printable characters, each beginning one character later. Source: {@code
 * twisted.protocols.wire.Chargen}, which sends one line again and again without its end.
 */
public final class Chargen extends BaseProtocol implements PullProducer, Drainable {

    private static final int FIRST = ' ';
    private static final int COUNT = '~' - ' ' + 1;
    private static final int WIDTH = 72;

    /** All lines once; what is sent are shares of it. */
    private static final byte[] PATTERN = pattern().getBytes(StandardCharsets.US_ASCII);

    /** Makes one, for one connection. */
    public Chargen() {}

    private static String pattern() {
        StringBuilder text = new StringBuilder(COUNT * (WIDTH + 2));
        for (int line = 0; line < COUNT; line++) {
            for (int column = 0; column < WIDTH; column++) {
                text.append((char) (FIRST + (line + column) % COUNT));
            }
            text.append("\r\n");
        }
        return text.toString();
    }

    @Override
    public void connectionMade() {
        transport().registerProducer(this);
    }

    /** Sends the whole pattern once more. Called by the transport. */
    @Override
    public void resumeProducing() {
        transport().write(Unpooled.wrappedBuffer(PATTERN).asReadOnly());
    }

    /** Ends the characters, which would not end by themselves. */
    @Override
    public void drain() {
        transport().unregisterProducer();
        transport().loseConnection();
    }

    /** Does nothing: the connection is over. Called by the transport. */
    @Override
    public void stopProducing() {}
}
