/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.util.List;

/**
 * All of several Deferreds have failed where one success was wanted. The exceptions are its suppressed ones.
 *
 * <p><b>Source</b>: {@code twisted.internet.defer.FailureGroup}.
 */
public final class FailureGroup extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Failure> failures;

    /**
     * Makes the exception.
     *
     * @param failures the failures, in the order of the Deferreds
     */
    public FailureGroup(List<Failure> failures) {
        super("all " + failures.size() + " have failed: " + failures);
        this.failures = List.copyOf(failures);
        for (Failure failure : failures) {
            addSuppressed(failure.value());
        }
    }

    /**
     * Gives the failures.
     *
     * @return the failures, in the order of the Deferreds
     */
    public List<Failure> failures() {
        return failures == null ? List.of() : failures;
    }
}
