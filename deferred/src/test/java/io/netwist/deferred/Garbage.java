/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/** Asks the garbage collector for its verdict. */
public final class Garbage {
    private Garbage() {}

    private static final Object HOLDER = new Object();

    /** Keeps something from being garbage before this is called. */
    public static void held(Object object) {
        if (object == HOLDER) {
            throw new AssertionError();
        }
    }

    /** Fails unless the referent becomes garbage soon. */
    public static void assertCollected(WeakReference<?> reference) throws InterruptedException {
        for (int i = 0; i < 50 && reference.get() != null; i++) {
            collectOnce();
        }
        if (reference.get() != null) {
            throw new AssertionError("still held: " + reference.get());
        }
    }

    /** Returns when a collection has certainly taken place. */
    public static void collectOnce() throws InterruptedException {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        Reference<Object> canary = new WeakReference<>(new Object(), queue);
        do {
            System.gc();
        } while (queue.remove(50) == null);
        canary.clear();
    }
}
