/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.task;

/**
 * A cooperative task is over, so nothing can be done with it.
 *
 * <p><b>Source</b>: {@code twisted.internet.task.TaskFinished}.
 */
public class TaskFinished extends SchedulerException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened
     */
    public TaskFinished(String message) {
        super(message);
    }
}
