/* SPDX-License-Identifier: MIT */
package io.netwist.application;

/**
 * Some services could not take their new settings over and run on with the old ones. Each has been logged; the first is the
 * cause, the others are suppressed.
 */
public final class ReconfigureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReconfigureException(String message, Throwable cause) {
        super(message, cause);
    }
}
