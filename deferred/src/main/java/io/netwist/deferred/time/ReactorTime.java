/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.time;

import java.time.Duration;
import java.util.List;

/**
 * Tells the time and calls back later. A reactor is one; so is the test clock, which moves only when told to.
 *
 * <p>Ask for this type, not for a reactor, when time is all that is needed: a test can then turn the clock by hand.
 *
 * <p><b>Threading</b>: call it on the thread of the reactor it belongs to.
 *
 * <p><b>Source</b>: {@code twisted.internet.interfaces.IReactorTime}.
 */
public interface ReactorTime {
    /**
     * Tells the time in nanoseconds. Only differences mean something: it has no relation to the time of day.
     *
     * @return the time, on the clock that {@link DelayedCall#getTime()} uses too
     */
    long nanoTime();

    /**
     * Calls an action once the delay is over, never before this method has returned. Calls that are due at the same
     * instant run in the order in which they were asked for.
     *
     * @param delay how long from now; zero means the next turn of the reactor
     * @param action what to call; an exception out of it is logged and stops nothing else
     * @return the pending call, with which it can be moved or cancelled
     * @throws IllegalArgumentException if the delay is negative
     */
    DelayedCall callLater(Duration delay, Action action);

    /**
     * Lists the calls that are still to come, in no particular order.
     *
     * @return a copy
     */
    List<DelayedCall> getDelayedCalls();
}
