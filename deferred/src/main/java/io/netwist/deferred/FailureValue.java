/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

/** A Failure that is a result's plain value, not a failed result; see {@link Deferred#callbackValue}. */
final class FailureValue extends Special {
    final Failure failure;

    FailureValue(Failure failure) {
        this.failure = failure;
    }
}
