/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.CorruptedFrameException;
import io.netwist.bridge.Transport;
import io.netwist.protocols.framing.NetstringParser;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives and sends netstrings: {@code 5:hello,}.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>However the input is cut into calls, the same strings come out, and parsing takes time linear in its length.
 *   <li>What is no netstring, or one of more than 99,999 bytes unless {@link #setMaxLength} says otherwise, closes the
 *       connection as soon as that shows; nothing is delivered after it.
 * </ul>
 *
 * <p>Source: {@code twisted.protocols.basic.NetstringReceiver}.
 */
public abstract class NetstringReceiver extends FrameReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(NetstringReceiver.class);

    private final NetstringParser parser = new NetstringParser();
    private boolean broken;

    /** For subclasses. */
    protected NetstringReceiver() {}

    /**
     * A string has come. Override me.
     *
     * <p>Ownership: lent until this method returns; {@code string.retain()} keeps it.
     *
     * @param string the payload; may be empty
     * @throws Exception ends the connection
     */
    protected abstract void stringReceived(ByteBuf string) throws Exception;

    @Override
    public void makeConnection(Transport transport) throws Exception {
        parser.reset();
        super.makeConnection(transport);
    }

    @Override
    final boolean parseOne(ByteBuf bytes) throws Exception {
        int length = parser.find(bytes);
        if (length == NetstringParser.INCOMPLETE) {
            return false;
        }
        if (length == NetstringParser.MALFORMED) {
            broken = true;
            CorruptedFrameException why = new CorruptedFrameException("netstring: bytes " + beginning(bytes)
                    + " (expected: a length of at most " + parser.maxLength() + ", a colon, so many bytes, a comma)");
            LOG.debug("{} is closed: {}", transport().getPeer(), why.getMessage());
            transport().loseConnection(why);
            return false;
        }
        ByteBuf string = bytes.readSlice(length);
        bytes.skipBytes(1);
        stringReceived(string);
        return true;
    }

    /** In hexadecimal, since they may be anything. */
    private static String beginning(ByteBuf bytes) {
        int shown = Math.min(16, bytes.readableBytes());
        return ByteBufUtil.hexDump(bytes, bytes.readerIndex(), shown) + (shown < bytes.readableBytes() ? "…" : "");
    }

    @Override
    final void forgetPlace() {
        parser.reset();
    }

    /** Whether the peer has sent something that is no netstring: Twisted's {@code brokenPeer}. */
    @Override
    protected final boolean isBroken() {
        return broken;
    }

    /**
     * Sends a string.
     *
     * <p>Ownership: the buffer is given away.
     *
     * @param string the payload, of any length
     */
    public final void sendString(ByteBuf string) {
        try {
            int length = string.readableBytes();
            ByteBuf data = ByteBufAllocator.DEFAULT.buffer(length + 12);
            ByteBufUtil.writeAscii(data, Integer.toString(length));
            data.writeByte(':').writeBytes(string).writeByte(',');
            transport().write(data);
        } finally {
            string.release();
        }
    }

    /**
     * Sends a string.
     *
     * @param text sent in UTF-8
     */
    public final void sendString(CharSequence text) {
        sendString(ByteBufAllocator.DEFAULT
                .buffer(ByteBufUtil.utf8MaxBytes(text))
                .writeBytes(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * How long a string may be.
     *
     * @return in bytes
     */
    protected final int maxLength() {
        return parser.maxLength();
    }

    /**
     * Sets how long a string may be: Twisted's {@code MAX_LENGTH}.
     *
     * @param bytes 1 or more
     */
    protected final void setMaxLength(int bytes) {
        parser.setMaxLength(bytes);
    }
}
