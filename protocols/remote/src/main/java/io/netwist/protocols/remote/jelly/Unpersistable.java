/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import java.util.Objects;

/**
 * Stands where the sender had an object that it did not want to send.
 *
 * @param reason the sender's
 */
public record Unpersistable(String reason) {
    /**
     * Checks the reason.
     *
     * @param reason not null
     */
    public Unpersistable {
        Objects.requireNonNull(reason, "reason");
    }
}
