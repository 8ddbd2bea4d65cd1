/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.framing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection that have been received and not used.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>{@link #lend} and {@link #giveBack} enclose the parsing of one input. When nothing was left over before, {@link
 *       #bytes()} is the lent buffer itself and nothing is copied.
 *   <li>Bytes that frames cut from here may be retained by whoever got them: bytes are never moved under them.
 *   <li>Nothing is held while nothing is left over. What is held is ordinary heap memory, so it needs no release when a
 *       connection ends.
 *   <li>Adding byte by byte costs O(1) a byte.
 * </ul>
 */
public final class Accumulator {

    /** Below this, growing is left to the buffer; above it Netty would grow by a constant, and copy too often. */
    private static final int DOUBLING = 1 << 20;

    /** Bytes of our own; null when none are left over. */
    private @Nullable ByteBuf own;

    /** The buffer on loan; null between two inputs, and when its bytes had to join ours. */
    private @Nullable ByteBuf lent;

    /** Makes an empty one. */
    public Accumulator() {}

    /**
     * Begins with an input.
     *
     * <p>Ownership: the buffer is lent until {@link #giveBack()}.
     *
     * @param data what has been received
     */
    public void lend(ByteBuf data) {
        if (own != null || lent != null) {
            append(data);
        } else {
            lent = data;
        }
    }

    /** Ends with the input: what is left over of it is kept. */
    public void giveBack() {
        if (lent != null) {
            keepLent();
        } else if (own != null && !own.isReadable()) {
            own.release();
            own = null;
        }
    }

    /**
     * Adds bytes after all others. The buffer may be reused at once.
     *
     * @param data is read to its end
     */
    public void append(ByteBuf data) {
        if (lent != null) {
            keepLent();
        }
        int count = data.readableBytes();
        if (count > 0) {
            room(count).writeBytes(data);
        }
    }

    private void keepLent() {
        ByteBuf kept = lent;
        lent = null;
        if (kept != null && kept.isReadable()) {
            own = Unpooled.buffer(Math.max(64, kept.readableBytes())).writeBytes(kept);
        }
    }

    private ByteBuf room(int count) {
        ByteBuf present = own;
        if (present == null) {
            present = Unpooled.buffer(Math.max(64, count));
        } else if (present.writableBytes() < count) {
            int rest = present.readableBytes();
            if (present.readerIndex() >= present.capacity() / 2 || rest + count > DOUBLING) {
                // Not in place: a frame cut from it may be in somebody's hands.
                ByteBuf roomier = Unpooled.buffer(Math.max(64, rest + Math.max(count, rest)));
                roomier.writeBytes(present);
                present.release();
                present = roomier;
            }
        }
        own = present;
        return present;
    }

    /**
     * The bytes not used yet. Reading them uses them.
     *
     * @return lent until the next call of any other method here
     * @throws IllegalStateException if somebody has released what he was only lent
     */
    public ByteBuf bytes() {
        ByteBuf present = lent != null ? lent : own;
        if (present == null) {
            return Unpooled.EMPTY_BUFFER;
        }
        if (present.refCnt() == 0) {
            own = null;
            lent = null;
            throw new IllegalStateException("a frame was lent and has been released: write(frame.retain()), or retain"
                    + " it before releasing it");
        }
        return present;
    }

    /**
     * How many bytes are not used yet.
     *
     * @return 0 if nothing is left over
     */
    public int size() {
        return bytes().readableBytes();
    }

    /**
     * Gives up all bytes not used.
     *
     * <p>Ownership: the caller releases the buffer.
     *
     * @return the bytes, or null if there are none
     */
    public @Nullable ByteBuf take() {
        ByteBuf present = bytes();
        if (!present.isReadable()) {
            return null;
        }
        if (lent != null) {
            return present.readRetainedSlice(present.readableBytes());
        }
        own = null;
        return present;
    }

    /**
     * Adds bytes before all others.
     *
     * @param data is read to its end; may be reused at once
     */
    public void prepend(ByteBuf data) {
        ByteBuf rest = take();
        append(data);
        if (rest != null) {
            append(rest);
            rest.release();
        }
    }

    /** Forgets all bytes not used. */
    public void clear() {
        if (lent != null) {
            lent.skipBytes(lent.readableBytes());
        }
        if (own != null) {
            own.release();
            own = null;
        }
    }
}
