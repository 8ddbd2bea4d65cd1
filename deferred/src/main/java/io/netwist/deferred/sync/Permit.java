/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.sync;

/**
 * The right to be where at most so many may be at a time. Closing it gives the right back; closing it again does nothing.
 *
 * <pre>{@code
 * run(() -> {
 *     try (Permit permit = await(lock.acquirePermit())) {
 *         await(save());
 *     }
 * });
 * }</pre>
 */
public final class Permit implements AutoCloseable {
    private final Runnable release;
    private boolean open = true;

    Permit(Runnable release) {
        this.release = release;
    }

    /** Gives the right back. */
    @Override
    public void close() {
        if (open) {
            open = false;
            release.run();
        }
    }
}
