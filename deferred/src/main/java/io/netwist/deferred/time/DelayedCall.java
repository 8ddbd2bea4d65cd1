/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.time;

import java.time.Duration;

/**
 * A call that {@link ReactorTime#callLater} arranged.
 *
 * <p><b>Threading</b>: use it on the thread of the reactor that made it.
 *
 * <p><b>Source</b>: {@code twisted.internet.interfaces.IDelayedCall}.
 */
public interface DelayedCall {
    /**
     * Stops the call from happening and forgets its action at once.
     *
     * @throws AlreadyCalled if it has happened or is happening now
     * @throws AlreadyCancelled if it was cancelled before
     */
    void cancel();

    /**
     * Moves the call to a delay from now, earlier or later than before.
     *
     * @param delay how long from now
     * @throws AlreadyCalled if it has happened or is happening now
     * @throws AlreadyCancelled if it was cancelled
     * @throws IllegalArgumentException if the delay is negative
     */
    void reset(Duration delay);

    /**
     * Moves the call by an amount from where it is.
     *
     * @param more how much later; a negative amount makes it earlier
     * @throws AlreadyCalled if it has happened or is happening now
     * @throws AlreadyCancelled if it was cancelled
     */
    void delay(Duration more);

    /**
     * Tells whether the call is still to come: true until it is cancelled or begins to run.
     *
     * @return whether {@link #cancel()} would succeed
     */
    boolean active();

    /**
     * Tells when the call is due.
     *
     * @return the instant, on the clock of {@link ReactorTime#nanoTime()}
     */
    long getTime();
}
