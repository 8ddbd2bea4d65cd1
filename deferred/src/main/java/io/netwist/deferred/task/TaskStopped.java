/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.task;

/**
 * A cooperative task was stopped.
 *
 * <p><b>Source</b>: {@code twisted.internet.task.TaskStopped}.
 */
public final class TaskStopped extends TaskFinished {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened
     */
    public TaskStopped(String message) {
        super(message);
    }
}
