/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import io.netwist.deferred.time.Action;
import io.netwist.deferred.time.DelayedCall;
import io.netwist.deferred.time.ReactorTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts bytes and decides each second whether all connections must wait, and for how long. */
final class Throttle {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Bytes a second; 0 means no limit. */
    private final long limit;

    private final Action close;
    private final Action open;
    private long bytes;
    private boolean closed;
    private @Nullable DelayedCall check;
    private @Nullable DelayedCall reopening;

    Throttle(long limit, Action close, Action open) {
        this.limit = limit;
        this.close = close;
        this.open = open;
    }

    void count(int more) {
        bytes += more;
    }

    boolean isClosed() {
        return closed;
    }

    void start(ReactorTime time) {
        if (limit > 0 && check == null) {
            check = time.callLater(SECOND, () -> checkBytes(time));
        }
    }

    void stop() {
        check = cancelled(check);
        reopening = cancelled(reopening);
        closed = false;
        bytes = 0;
    }

    private static @Nullable DelayedCall cancelled(@Nullable DelayedCall call) {
        if (call != null && call.active()) {
            call.cancel();
        }
        return null;
    }

    private void checkBytes(ReactorTime time) throws Exception {
        check = time.callLater(SECOND, () -> checkBytes(time));
        long seen = bytes;
        bytes = 0;
        if (seen > limit && !closed) {
            closed = true;
            long nanos = (long) ((double) seen / limit * 1e9) - SECOND.toNanos();
            reopening = time.callLater(Duration.ofNanos(nanos), () -> {
                closed = false;
                reopening = null;
                open.run();
            });
            close.run();
        }
    }
}
