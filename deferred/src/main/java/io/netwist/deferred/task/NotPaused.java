/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.task;

/**
 * A cooperative task was to be resumed that is not paused.
 *
 * <p><b>Source</b>: {@code twisted.internet.task.NotPaused}.
 */
public final class NotPaused extends SchedulerException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened
     */
    public NotPaused(String message) {
        super(message);
    }
}
