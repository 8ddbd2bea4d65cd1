/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.task;

/**
 * The Cooperator of a task was stopped.
 *
 * <p><b>Source</b>: {@code twisted.internet.task.SchedulerStopped}.
 */
public final class SchedulerStopped extends SchedulerException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened
     */
    public SchedulerStopped(String message) {
        super(message);
    }
}
