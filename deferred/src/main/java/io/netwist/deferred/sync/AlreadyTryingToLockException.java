/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.sync;

/**
 * {@link DeferredFilesystemLock#deferUntilLocked} was called while an earlier call of it still waits.
 *
 * <p><b>Source</b>: {@code twisted.internet.defer.AlreadyTryingToLockError}.
 */
public final class AlreadyTryingToLockException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which lock it was
     */
    public AlreadyTryingToLockException(String message) {
        super(message);
    }
}
