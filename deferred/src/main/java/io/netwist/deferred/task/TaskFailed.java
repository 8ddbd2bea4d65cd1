/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.task;

/**
 * A cooperative task has failed.
 *
 * <p><b>Source</b>: {@code twisted.internet.task.TaskFailed}.
 */
public final class TaskFailed extends TaskFinished {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened
     */
    public TaskFailed(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message what happened
     * @param cause what the task failed with
     */
    public TaskFailed(String message, Throwable cause) {
        super(message);
        initCause(cause);
    }
}
