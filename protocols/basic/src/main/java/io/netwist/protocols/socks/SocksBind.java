/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.socks;

import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.deferred.time.DelayedCall;
import io.netwist.protocols.basic.Relay;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One BIND: listens at a port of its own, tells the client which, and takes the one connection that is expected. */
final class SocksBind implements Factory<Protocol> {

    private static final Logger LOG = LoggerFactory.getLogger(SocksBind.class);

    private final SocksHandshake handshake;
    private final Duration wait;
    private final SocksRequest request;

    /** Where the connection must come from; null until that is known. */
    private @Nullable String expected;

    private @Nullable ListeningPort port;
    private @Nullable DelayedCall limit;
    private boolean over;

    SocksBind(SocksHandshake handshake, Duration wait, SocksRequest request) {
        this.handshake = handshake;
        this.wait = wait;
        this.request = request;
    }

    void begin() {
        Reactor reactor = handshake.client().reactor();
        handshake.client().whenConnectionLost().onSuccess(reason -> end());
        reactor.resolve(request.host()).consume(this::listen, failure -> refuse(Socks5CommandStatus.HOST_UNREACHABLE));
    }

    private void listen(String from) {
        if (over) {
            return;
        }
        expected = from;
        Reactor reactor = handshake.client().reactor();
        String host = handshake.client().getHost().host();
        ListeningPort listening;
        try {
            listening = reactor.listenTCP(0, this, ListenOptions.defaults().withInterface(host));
        } catch (CannotListenException e) {
            LOG.error("cannot serve {}", request, e);
            refuse(Socks5CommandStatus.FAILURE);
            return;
        }
        port = listening;
        limit = reactor.callLater(wait, () -> refuse(Socks5CommandStatus.TTL_EXPIRED));
        handshake.reply(Replies.success(request.version(), listening.getHost()));
    }

    @Override
    public @Nullable Protocol buildProtocol(Address peer) {
        if (over) {
            return null;
        }
        if (!SocksHandshake.comesFrom(peer, expected)) {
            LOG.info("refused {}, which came instead of {}", peer, expected);
            refuse(Socks5CommandStatus.FORBIDDEN);
            return null;
        }
        end();
        Relay relay = new Relay();
        handshake.client().whenConnectionLost().onSuccess(reason -> relay.loseConnection());
        handshake.reply(Replies.success(request.version(), peer));
        handshake.handOver(relay.near());
        return relay.far();
    }

    private void refuse(Socks5CommandStatus why) {
        if (!over) {
            end();
            handshake.refuse(request.version(), why);
        }
    }

    private void end() {
        over = true;
        if (limit != null && limit.active()) {
            limit.cancel();
        }
        if (port != null) {
            port.stopListening().handleFailure(failure -> LOG.error("cannot stop {}", port, failure.value()));
        }
    }
}
