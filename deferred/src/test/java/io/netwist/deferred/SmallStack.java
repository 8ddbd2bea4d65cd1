/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import io.netwist.deferred.time.Action;
import java.util.concurrent.atomic.AtomicReference;

/** Runs something on a thread with a stack of a known size, small enough for recursion to show. */
public final class SmallStack {
    private SmallStack() {}

    /** Runs it on a stack of 512 KiB and throws what it threw. */
    public static void run(Action body) throws Exception {
        run(512 * 1024, body);
    }

    /** Runs it on a stack of so many bytes and throws what it threw. */
    public static void run(long size, Action body) throws Exception {
        AtomicReference<Throwable> failed = new AtomicReference<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        body.run();
                    } catch (Throwable thrown) {
                        failed.set(thrown);
                    }
                },
                "small stack",
                size);
        thread.start();
        thread.join();
        if (failed.get() != null) {
            throw new AssertionError(failed.get());
        }
    }
}
