/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Buffering;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.Protocol;
import io.netwist.deferred.Failure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the PROXY header off the beginning of a connection. Source: {@code HAProxyProtocolWrapper}. */
class HaproxyProtocol extends BaseProtocol {

    private static final Logger LOG = LoggerFactory.getLogger(HaproxyProtocol.class);

    private Protocol inner;

    /** Null before the connection. */
    private @Nullable ProxiedTransport proxied;

    /** What has come of the header; null when it is complete. */
    private @Nullable ByteBuf header = Unpooled.EMPTY_BUFFER;

    HaproxyProtocol(Protocol inner) {
        this.inner = inner;
    }

    /** Half-close is offered exactly if the protocol inside wants it. */
    static HaproxyProtocol around(Protocol inner) {
        return inner instanceof HalfCloseable ? new HalfClosing(inner) : new HaproxyProtocol(inner);
    }

    @Override
    public void connectionMade() throws Exception {
        proxied = new ProxiedTransport(transport(), this);
        inner.makeConnection(proxied);
    }

    @Override
    public void dataReceived(ByteBuf data) throws Exception {
        ByteBuf begun = header;
        if (begun == null) {
            inner.dataReceived(data);
            return;
        }
        header = Unpooled.EMPTY_BUFFER;
        if (!begun.isReadable()) {
            receive(data);
            return;
        }
        ByteBuf all = Unpooled.copiedBuffer(begun, data);
        begun.release();
        try {
            receive(all);
        } finally {
            all.release();
        }
    }

    private void receive(ByteBuf all) throws Exception {
        ProxyHeader read;
        try {
            read = ProxyHeaderParser.parse(all);
        } catch (InvalidProxyHeaderException e) {
            LOG.info(
                    "{} sent no PROXY header, its connection is closed: {}",
                    transport().getPeer(),
                    e.getMessage());
            transport().loseConnection();
            return;
        }
        if (read == null) {
            header = Unpooled.copiedBuffer(all);
            return;
        }
        header = null;
        if (proxied != null) {
            proxied.proxied(read);
        }
        if (all.isReadable()) {
            inner.dataReceived(all);
        }
    }

    void switchInner(Protocol next) {
        ByteBuf rest = inner instanceof Buffering keeper ? keeper.takeRemaining() : null;
        inner = next;
        try {
            if (proxied != null) {
                next.makeConnection(proxied);
            }
            if (rest != null && rest.isReadable()) {
                next.dataReceived(rest);
            }
        } catch (Throwable e) {
            LOG.error("{} threw; its connection is closed", next.getClass().getName(), e);
            transport().loseConnection();
        } finally {
            if (rest != null) {
                rest.release();
            }
        }
    }

    @Override
    public void connectionLost(Failure reason) throws Exception {
        if (header != null) {
            header.release();
            header = null;
        }
        inner.connectionLost(reason);
    }

    final Protocol inner() {
        return inner;
    }

    @Override
    public String toString() {
        return inner + " (PROXY)";
    }

    /** Around a protocol that wants to hear of half-closes. */
    private static final class HalfClosing extends HaproxyProtocol implements HalfCloseable {

        HalfClosing(Protocol inner) {
            super(inner);
        }

        @Override
        public void readConnectionLost() throws Exception {
            if (inner() instanceof HalfCloseable half) {
                half.readConnectionLost();
            } else {
                transport().loseConnection();
            }
        }

        @Override
        public void writeConnectionLost() throws Exception {
            if (inner() instanceof HalfCloseable half) {
                half.writeConnectionLost();
            }
        }
    }
}
