/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.TooLongFrameException;
import io.netwist.protocols.framing.LineParser;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts what it receives into lines, and can switch to raw bytes and back.
 *
 * <p>Override {@link #lineReceived(String)}, or {@link #lineBytesReceived(ByteBuf)} to see bytes, and {@link
 * #rawDataReceived(ByteBuf)} if you use {@link #setRawMode()}.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>However the input is cut into calls, the same lines come out, and parsing takes time linear in its length.
 *   <li>A line may have 16,384 bytes unless {@link #setMaxLength} says otherwise; at most that and a delimiter are kept.
 *   <li>Nothing is delivered while paused, nor after the end of the connection was asked for.
 *   <li>{@code Transport.switchProtocol} hands over what has not been parsed.
 * </ul>
 *
 * <p>Source: {@code twisted.protocols.basic.LineReceiver}.
 */
public abstract class LineReceiver extends FrameReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(LineReceiver.class);

    private final LineParser parser = new LineParser();
    private boolean lineMode = true;
    /** What rawDataReceived is reading just now. */
    private @Nullable ByteBuf raw;

    /** For subclasses. Lines end in CR LF until {@link #setDelimiter}. */
    protected LineReceiver() {}

    @Override
    final boolean parseOne(ByteBuf bytes) throws Exception {
        return lineMode ? parseLine(bytes) : passRaw(bytes);
    }

    @Override
    final void forgetPlace() {
        parser.reset();
    }

    /** Delivers one line; false if there is none. */
    private boolean parseLine(ByteBuf bytes) throws Exception {
        int length = parser.find(bytes);
        if (length == LineParser.INCOMPLETE) {
            return false;
        }
        if (length == LineParser.TOO_LONG) {
            ByteBuf all = bytes.readSlice(bytes.readableBytes());
            lineLengthExceeded(all);
            return false;
        }
        ByteBuf line = bytes.readSlice(length);
        bytes.skipBytes(parser.delimiterLength());
        lineBytesReceived(line);
        return true;
    }

    private boolean passRaw(ByteBuf bytes) throws Exception {
        int start = bytes.readerIndex();
        ByteBuf data = bytes.readSlice(bytes.readableBytes());
        raw = data;
        try {
            rawDataReceived(data);
        } finally {
            raw = null;
        }
        if (lineMode && data.refCnt() > 0 && data.isReadable()) {
            bytes.readerIndex(start + data.readerIndex());
        }
        return true;
    }

    // ---- what programs override

    /**
     * A line has come. Override me.
     *
     * @param line without its delimiter, decoded by {@link #charset()}
     * @throws Exception ends the connection
     */
    protected void lineReceived(String line) throws Exception {
        throw new UnsupportedOperationException(
                getClass().getName() + " must override lineReceived or lineBytesReceived");
    }

    /**
     * A line has come, as bytes. Override me if text will not do; otherwise this decodes it for {@link #lineReceived}.
     *
     * <p>Ownership: lent until this method returns; {@code line.retain()} keeps it.
     *
     * @param line without its delimiter; may be empty
     * @throws Exception ends the connection
     */
    protected void lineBytesReceived(ByteBuf line) throws Exception {
        lineReceived(line.toString(charset()));
    }

    /**
     * Bytes have come in raw mode. Override me if you use {@link #setRawMode()}.
     *
     * <p>What has not been read when this returns after {@link #setLineMode()} is parsed as lines; in raw mode it is gone.
     *
     * @param data lent until this method returns
     * @throws Exception ends the connection
     */
    protected void rawDataReceived(ByteBuf data) throws Exception {
        throw new UnsupportedOperationException(getClass().getName() + " must override rawDataReceived");
    }

    /**
     * A line is longer than allowed. Closes the connection, of which {@link TooLongFrameException} is then the reason;
     * override me to do something else.
     *
     * @param data the line and everything received after it; lent
     * @throws Exception ends the connection
     */
    protected void lineLengthExceeded(ByteBuf data) throws Exception {
        TooLongFrameException why = new TooLongFrameException(
                "line: more than " + maxLength() + " bytes (expected: at most " + maxLength() + ")");
        LOG.debug("{} is closed: {}", transport().getPeer(), why.getMessage());
        transport().loseConnection(why);
    }

    /**
     * How lines are decoded and encoded. Override me.
     *
     * @return UTF-8
     */
    protected Charset charset() {
        return StandardCharsets.UTF_8;
    }

    // ---- what programs call

    /**
     * Sends a line and the delimiter.
     *
     * @param line encoded by {@link #charset()}
     */
    public final void sendLine(CharSequence line) {
        ByteBuf data = ByteBufAllocator.DEFAULT.buffer(line.length() + parser.delimiterLength());
        data.writeCharSequence(line, charset());
        parser.writeDelimiter(data);
        transport().write(data);
    }

    /**
     * Sends a line and the delimiter.
     *
     * @param line is given away
     */
    public final void sendLine(ByteBuf line) {
        ByteBuf end = ByteBufAllocator.DEFAULT.buffer(parser.delimiterLength());
        parser.writeDelimiter(end);
        transport().writeSequence(List.of(line, end));
    }

    /** Has everything after the present line go to {@link #rawDataReceived}. */
    protected final void setRawMode() {
        lineMode = false;
        parser.reset();
    }

    /** Has everything that {@link #rawDataReceived} has not read be parsed as lines. */
    protected final void setLineMode() {
        lineMode = true;
        parser.reset();
    }

    /**
     * Gives up everything that has been received and not delivered.
     *
     * @return a copy
     */
    protected final byte[] clearLineBuffer() {
        ByteBuf rest = takeRemaining();
        if (rest == null) {
            return new byte[0];
        }
        byte[] copy = new byte[rest.readableBytes()];
        rest.readBytes(copy).release();
        return copy;
    }

    @Override
    public final @Nullable ByteBuf takeRemaining() {
        ByteBuf unread = raw;
        if (unread != null && unread.isReadable()) {
            return unread.readRetainedSlice(unread.readableBytes());
        }
        return super.takeRemaining();
    }

    /**
     * Sets what ends a line from here on.
     *
     * @param delimiter for example {@code "\n"}; its characters are bytes
     */
    protected final void setDelimiter(String delimiter) {
        parser.setDelimiter(delimiter.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * How long a line may be.
     *
     * @return in bytes, without the delimiter
     */
    protected final int maxLength() {
        return parser.maxLength();
    }

    /**
     * Sets how long a line may be: Twisted's {@code MAX_LENGTH}.
     *
     * @param bytes 1 or more, without the delimiter
     */
    protected final void setMaxLength(int bytes) {
        parser.setMaxLength(bytes);
    }
}
