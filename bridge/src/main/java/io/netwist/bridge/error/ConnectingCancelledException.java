/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import io.netwist.bridge.address.Address;
import java.util.concurrent.CancellationException;

/** The Deferred of an endpoint's {@code connect} was cancelled. Twisted's {@code ConnectingCancelledError}. */
public final class ConnectingCancelledException extends CancellationException {

    private static final long serialVersionUID = 1L;

    private final transient Address address;

    /**
     * Makes one.
     *
     * @param address where we were connecting to
     */
    public ConnectingCancelledException(Address address) {
        super("connecting to " + address + " was cancelled");
        this.address = address;
    }

    /**
     * Where we were connecting to.
     *
     * @return the address as it was asked for
     */
    public Address address() {
        return address;
    }

    /** Expected, so without a stack trace: it would show who cancelled and nothing else. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
