/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.resolve;

/** A lookup under way. Source: {@code twisted.internet.interfaces.IHostResolution}. */
public interface Resolution {

    /**
     * The name that is looked up.
     *
     * @return as it was asked for
     */
    String name();

    /** Gives the lookup up: its receiver is told nothing more. Does nothing when it is complete. */
    void cancel();
}
