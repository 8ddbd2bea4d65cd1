/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import org.jspecify.annotations.Nullable;

/**
 * A failure that no errback handled.
 *
 * @param failure the failure
 * @param created where the Deferred was made; null unless debug mode was on
 * @param fired where the Deferred was fired; null unless debug mode was on
 */
public record UnhandledFailure(
        Failure failure,
        @Nullable Throwable created,
        @Nullable Throwable fired) {
    /** The message for the log: the failure's type and text, then the traces if there are any. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Unhandled failure in Deferred: ")
                .append(failure.value().getClass().getName())
                .append(": ")
                .append(failure.getErrorMessage());
        for (StackTraceElement frame : failure.awaiting()) {
            text.append("\n awaited at ").append(frame);
        }
        Debug.append(text, created, "\n made at ");
        Debug.append(text, fired, "\n fired at ");
        return text.toString();
    }
}
