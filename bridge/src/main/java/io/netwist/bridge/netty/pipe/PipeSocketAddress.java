/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty.pipe;

import io.netwist.bridge.address.Address;
import java.net.SocketAddress;

/** What a channel that has no socket has for an address. */
public final class PipeSocketAddress extends SocketAddress {

    private static final long serialVersionUID = 1L;

    /** What the channel leads to. */
    private final transient Address address;

    /**
     * Makes one.
     *
     * @param address what the channel leads to
     */
    public PipeSocketAddress(Address address) {
        this.address = address;
    }

    /**
     * What the channel leads to.
     *
     * @return a marker
     */
    public Address address() {
        return address;
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
