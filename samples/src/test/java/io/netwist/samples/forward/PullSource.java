/* SPDX-License-Identifier: MIT */
package io.netwist.samples.forward;

import io.netwist.bridge.Reactor;
import io.netwist.bridge.Transport;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.deferred.Deferred;
import java.time.Duration;

/** Sends a number of bytes, a piece whenever it is asked. */
final class PullSource implements PullProducer {

    private static final byte[] PIECE = new byte[64 << 10];

    private final int whole;
    private Transport transport;
    private int sent;

    PullSource(int whole) {
        this.whole = whole;
    }

    PullSource to(Transport transport) {
        this.transport = transport;
        return this;
    }

    int sent() {
        return sent;
    }

    /** Fired when nothing was asked for during a while. */
    Deferred<Integer> whenQuiet(Reactor reactor) {
        int before = sent;
        return reactor.deferLater(Duration.ofMillis(200), () -> sent)
                .addCallbackDeferring(now -> now == before ? Deferred.succeed(now) : whenQuiet(reactor));
    }

    @Override
    public void resumeProducing() {
        transport.write(PIECE);
        sent += PIECE.length;
        if (sent == whole) {
            transport.unregisterProducer();
        }
    }

    @Override
    public void stopProducing() {}
}
