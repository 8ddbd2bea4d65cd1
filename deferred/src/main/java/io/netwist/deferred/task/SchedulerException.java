/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.task;

/**
 * Something about a cooperative task or its Cooperator.
 *
 * <p><b>Source</b>: {@code twisted.internet.task.SchedulerError}.
 */
public class SchedulerException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened
     */
    public SchedulerException(String message) {
        super(message);
    }
}
