/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The buffer that some protocol of a reactor has on loan just now, and the check that nobody gives it away.
 *
 * <p>One field for the whole reactor, because the lent buffer may be written to any of its transports.
 */
@SuppressWarnings("ReferenceEquality") // equal bytes are not the point: the very same buffer is
final class LentBuffer {

    /** Null when nothing is lent, or when its count means nothing because frames cut from one buffer share it. */
    private @Nullable ByteBuf lent;

    /** Notes what is lent; returns what was lent before, for {@link #back}. */
    @Nullable
    ByteBuf lend(ByteBuf data) {
        ByteBuf before = lent;
        lent = data.refCnt() == 1 ? data : null;
        return before;
    }

    void back(@Nullable ByteBuf before) {
        lent = before;
    }

    /** Throws if the written buffer, which is about to be given away, is the lent one and nobody retained it. */
    void check(ByteBuf written) {
        ByteBuf data = lent;
        if (data != null && data.refCnt() == 1 && (written == data || sharesCount(written, data))) {
            throw new IllegalStateException("this buffer was lent by dataReceived and is still the transport's:"
                    + " write(data.retain()) gives your own share of it away");
        }
    }

    /**
     * Whether retaining the one retains the other. Comparing identities along unwrap() does not tell: composites and the
     * leak detector's wrappers are missed.
     */
    private static boolean sharesCount(ByteBuf written, ByteBuf data) {
        if (written instanceof CompositeByteBuf composite) {
            for (int i = 0; i < composite.numComponents(); i++) {
                ByteBuf component = composite.internalComponent(i);
                if (component == data || sharesCount(component, data)) {
                    return true;
                }
            }
            return false;
        }
        if (written.unwrap() == null || written.refCnt() != 1) {
            return false;
        }
        data.retain();
        try {
            return written.refCnt() != 1 || isWrapped(written, data);
        } finally {
            data.release();
        }
    }

    private static boolean isWrapped(ByteBuf written, ByteBuf data) {
        for (ByteBuf inner = written; inner != null; inner = inner.unwrap()) {
            if (inner == data) {
                return true;
            }
            if (inner instanceof CompositeByteBuf) {
                return sharesCount(inner, data);
            }
        }
        return false;
    }
}
