/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.classic;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.HalfCloseable;

/**
 * Sends back what it receives: all of it, also what comes just before the peer's end of stream, and no faster than the peer
 * takes it.
 *
 * <p>Source: {@code twisted.protocols.wire.Echo}, RFC 862.
 */
public final class Echo extends BaseProtocol implements HalfCloseable {

    /** Makes one, for one connection. */
    public Echo() {}

    /** While we cannot send we do not read: the connection's own input is the producer of its output. */
    @Override
    public void connectionMade() {
        transport().registerProducer(transport());
    }

    @Override
    public void dataReceived(ByteBuf data) {
        transport().write(data.retain());
    }

    @Override
    public void readConnectionLost() {
        transport().loseConnection();
    }

    @Override
    public void writeConnectionLost() {}
}
