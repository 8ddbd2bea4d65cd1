/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netwist.bridge.Protocol;
import org.jspecify.annotations.Nullable;

/** Lends bytes to protocols, one at a time, and notices one that gives away what it was only lent. */
final class Lending {

    /*
     * A memory transport copies what is written and releases it at once. So a protocol that writes the lent buffer, or
     * anything cut from it, without retaining it first brings the lent buffer's count to zero on the spot: no other
     * check is needed.
     */

    /** A method that is lent bytes. */
    @FunctionalInterface
    interface Borrowing {
        void accept(ByteBuf data) throws Exception;
    }

    /** What is on loan now. */
    private @Nullable ByteBuf lent;

    /**
     * Lends a copy of the bytes.
     *
     * @return the buffer, of which the protocol may have left some unread; the caller releases it
     */
    ByteBuf lend(Protocol borrower, byte[] bytes) throws Exception {
        return lend(borrower, borrower::dataReceived, bytes);
    }

    /** The same for a method that is not a protocol's. */
    ByteBuf lend(Object borrower, Borrowing method, byte[] bytes) throws Exception {
        // From the allocator that real transports use, so that the leak detector watches it.
        ByteBuf data = ByteBufAllocator.DEFAULT.buffer(bytes.length).writeBytes(bytes);
        ByteBuf outer = lent;
        lent = data;
        try {
            method.accept(data);
        } catch (Throwable e) {
            if (data.refCnt() > 0) {
                data.release();
            }
            throw e;
        } finally {
            lent = outer;
        }
        if (data.refCnt() == 0) {
            throw new IllegalStateException(borrower.getClass().getName()
                    + " released the buffer that dataReceived lent it; it must not, unless it has retained it before");
        }
        return data;
    }

    /** Called after something written has been released. */
    void checkStillOurs() {
        if (lent != null && lent.refCnt() == 0) {
            throw new IllegalStateException("this buffer was lent by dataReceived and is still the transport's:"
                    + " write(data.retain()) gives your own share of it away");
        }
    }
}
