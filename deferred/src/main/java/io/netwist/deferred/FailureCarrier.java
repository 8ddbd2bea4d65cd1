/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

/** Carries a Failure out of a callback, so that the chain goes on with the very same Failure. */
final class FailureCarrier extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final transient Failure failure;

    FailureCarrier(Failure failure) {
        super("a Failure on its way to the next errback: " + failure.getErrorMessage(), failure.value(), false, false);
        this.failure = failure;
    }
}
