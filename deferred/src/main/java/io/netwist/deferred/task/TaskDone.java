/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.task;

/**
 * A cooperative task has come to its end.
 *
 * <p><b>Source</b>: {@code twisted.internet.task.TaskDone}.
 */
public final class TaskDone extends TaskFinished {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened
     */
    public TaskDone(String message) {
        super(message);
    }
}
