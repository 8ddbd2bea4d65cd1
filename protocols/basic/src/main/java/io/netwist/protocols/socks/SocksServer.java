/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.socks;

import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;

/**
 * A SOCKS proxy: {@code reactor.listenTCP(1080, new SocksServer(rules))}.
 *
 * <p>The version is the client's to choose. CONNECT and BIND are served; each side's speed is the other's. Source: {@code
 * twisted.protocols.socks.SOCKSv4Factory}, RFC 1928.
 */
public final class SocksServer implements Factory<Protocol> {

    private final SocksRules rules;

    /**
     * Makes one.
     *
     * @param rules whom it serves and how
     */
    public SocksServer(SocksRules rules) {
        this.rules = rules;
    }

    @Override
    public Protocol buildProtocol(Address peer) {
        return new SocksHandshake(rules);
    }
}
