/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A body with a thread of its own, which runs only while the thread that resumed it waits: one baton, two runners. */
final class CarrierBody extends CoroutineBody {
    /** Null until it starts and when it is over. */
    private @Nullable Carrier carrier;

    /** Who waits for the body to park or end; written before the baton is passed. */
    private @Nullable Thread resumer;

    /** Whether the body has the baton. Everything else is published by it. */
    private volatile boolean running;

    CarrierBody(Callable<?> function) {
        super(function);
    }

    @Override
    void resume() {
        resumer = Thread.currentThread();
        running = true;
        Carrier thread = carrier;
        if (thread == null) {
            carrier = Carrier.carry(this, ReactorThread.current());
        } else {
            thread.standFor(ReactorThread.current());
            LockSupport.unpark(thread);
        }
        boolean interrupted = false;
        while (running) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    void park() {
        passBack();
        boolean interrupted = false;
        while (!running) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called by the carrier when the body is over. */
    void handBack() {
        carrier = null;
        passBack();
    }

    private void passBack() {
        Thread waiting = resumer;
        resumer = null;
        running = false;
        LockSupport.unpark(waiting);
    }

    /** A continuation cannot be taken from under a static initialiser; so that both ways agree, a thread is not either. */
    @Override
    void checkParkable() {
        boolean initialiser = StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("<clinit>")));
        if (initialiser) {
            throw new IllegalStateException("a coroutine cannot await in a static initialiser");
        }
    }
}
