/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;

/** A reactor's clock, which can be moved a little: a frozen one would never let Netty's loop end. */
final class LoopTicker implements Ticker {

    private final Ticker base;
    private long advanced;

    LoopTicker(Ticker base) {
        this.base = base;
    }

    /** Whether a loop may block on it: nobody else can wake one that waits for a clock of their own. */
    boolean isSystem() {
        return base == Ticker.systemTicker();
    }

    void advance() {
        advanced++;
    }

    @Override
    public long initialNanoTime() {
        return base.initialNanoTime();
    }

    @Override
    public long nanoTime() {
        return base.nanoTime() + advanced;
    }

    @Override
    public void sleep(long delay, TimeUnit unit) throws InterruptedException {
        base.sleep(delay, unit);
    }
}
