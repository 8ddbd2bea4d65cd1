/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.resolve;

import io.netwist.bridge.address.Address;

/** Hears how a lookup goes, on the reactor's thread. Source: {@code twisted.internet.interfaces.IResolutionReceiver}. */
public interface ResolutionReceiver {

    /**
     * The lookup has begun.
     *
     * @param resolution what may be cancelled
     */
    default void resolutionBegan(Resolution resolution) {}

    /**
     * An address was found.
     *
     * @param address of the kind and with the port that was asked for
     */
    void addressResolved(Address address);

    /** There are no more addresses. */
    void resolutionComplete();
}
