/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that runs one body after another, each while the thread that resumed it waits. */
final class Carrier extends FastThreadLocalThread {
    /** How long one waits for another body before it ends. */
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Deque<Carrier> IDLE = new ConcurrentLinkedDeque<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** Set by who takes it from the idle ones, cleared by the carrier when that body is over. */
    private volatile @Nullable CarrierBody body;

    /** The thread that waits for this one, and that this one counts as. Written before the body is let run. */
    private volatile Thread standsFor = this;

    private Carrier() {
        super("netwist-coroutine-" + NUMBERS.incrementAndGet());
        setDaemon(true);
    }

    /** Gives a body its thread. It begins to run at once, so the baton must have been passed. */
    static Carrier carry(CarrierBody body, Thread standsFor) {
        Carrier carrier = IDLE.pollFirst();
        boolean fresh = carrier == null;
        if (carrier == null) {
            carrier = new Carrier();
        }
        carrier.standsFor = standsFor;
        carrier.body = body;
        if (fresh) {
            carrier.start();
        } else {
            LockSupport.unpark(carrier);
        }
        return carrier;
    }

    @Nullable
    CarrierBody body() {
        return body;
    }

    Thread standsFor() {
        return standsFor;
    }

    void standFor(Thread thread) {
        standsFor = thread;
    }

    @Override
    public void run() {
        for (CarrierBody given = next(); given != null; given = next()) {
            given.execute();
            body = null;
            standsFor = this;
            Thread.interrupted();
            // Before the baton goes back, so that the next body finds this thread and needs no other.
            IDLE.addFirst(this);
            given.handBack();
        }
    }

    private @Nullable CarrierBody next() {
        long deadline = System.nanoTime() + KEEP_NANOS;
        while (body == null) {
            long left = deadline - System.nanoTime();
            // Who has taken it from the idle ones meanwhile is about to give it a body.
            if (left <= 0 && IDLE.remove(this)) {
                return null;
            }
            LockSupport.parkNanos(this, Math.max(left, 1_000_000));
            Thread.interrupted();
        }
        return body;
    }
}
