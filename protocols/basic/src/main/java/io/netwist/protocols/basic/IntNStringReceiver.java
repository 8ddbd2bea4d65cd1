/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.TooLongFrameException;
import io.netwist.protocols.framing.LengthPrefix;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives and sends strings after their lengths; extend {@link Int8StringReceiver}, {@link Int16StringReceiver} or {@link
 * Int32StringReceiver}.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>However the input is cut into calls, the same strings come out.
 *   <li>A length of more than 99,999, unless {@link #setMaxLength} says otherwise, closes the connection before the string
 *       has come.
 *   <li>Nothing is delivered while paused, nor after the end of the connection was asked for.
 *   <li>A callback may take what has not been parsed by {@code takeRemaining} and give bytes back by {@code pushBack}.
 * </ul>
 *
 * <p>Source: {@code twisted.protocols.basic.IntNStringReceiver}.
 */
public abstract sealed class IntNStringReceiver extends FrameReceiver
        permits Int8StringReceiver, Int16StringReceiver, Int32StringReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(IntNStringReceiver.class);

    private final LengthPrefix prefix;
    private int maxLength = 99_999;

    IntNStringReceiver(LengthPrefix prefix) {
        this.prefix = prefix;
    }

    /**
     * A string has come. Override me.
     *
     * <p>Ownership: lent until this method returns; {@code string.retain()} keeps it.
     *
     * @param string without its length; may be empty
     * @throws Exception ends the connection
     */
    protected abstract void stringReceived(ByteBuf string) throws Exception;

    /**
     * The peer announces a string that is longer than allowed. Closes the connection, of which {@link
     * TooLongFrameException} is then the reason; override me to do something else.
     *
     * <p>Its length and what has come of it are still there: {@code takeRemaining} gives them. Unless that is called, this
     * is called again for the next input.
     *
     * @param length what the peer announces
     * @throws Exception ends the connection
     */
    protected void lengthLimitExceeded(long length) throws Exception {
        TooLongFrameException why =
                new TooLongFrameException("string: " + length + " bytes (expected: at most " + maxLength + ")");
        LOG.debug("{} is closed: {}", transport().getPeer(), why.getMessage());
        transport().loseConnection(why);
    }

    @Override
    final boolean parseOne(ByteBuf bytes) throws Exception {
        long length = prefix.peek(bytes);
        if (length == LengthPrefix.INCOMPLETE) {
            return false;
        }
        if (length > maxLength) {
            lengthLimitExceeded(length);
            return false;
        }
        if (bytes.readableBytes() - prefix.size() < length) {
            return false;
        }
        bytes.skipBytes(prefix.size());
        stringReceived(bytes.readSlice((int) length));
        return true;
    }

    @Override
    final void forgetPlace() {}

    /**
     * Sends a string.
     *
     * <p>Ownership: the buffer is given away in every case.
     *
     * @param string at most what its length can say: 255 or 65,535 bytes for the smaller two
     * @throws StringTooLongException if it is longer; then nothing is sent
     */
    public final void sendString(ByteBuf string) {
        try {
            int length = string.readableBytes();
            if (length > prefix.largest()) {
                throw new StringTooLongException(
                        "string: " + length + " bytes (expected: at most " + prefix.largest() + ")");
            }
            ByteBuf data = ByteBufAllocator.DEFAULT.buffer(length + prefix.size());
            prefix.write(length, data);
            data.writeBytes(string);
            transport().write(data);
        } finally {
            string.release();
        }
    }

    /**
     * Sends a string.
     *
     * @param text sent in UTF-8
     * @throws StringTooLongException if it is longer than its length can say; then nothing is sent
     */
    public final void sendString(CharSequence text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        sendString(ByteBufAllocator.DEFAULT.buffer(bytes.length).writeBytes(bytes));
    }

    /**
     * How long a string may be.
     *
     * @return in bytes
     */
    protected final int maxLength() {
        return maxLength;
    }

    /**
     * Sets how long a string may be: Twisted's {@code MAX_LENGTH}.
     *
     * @param bytes 1 or more
     * @throws IllegalArgumentException if it is not positive
     */
    protected final void setMaxLength(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: 1 or more)");
        }
        maxLength = bytes;
    }
}
