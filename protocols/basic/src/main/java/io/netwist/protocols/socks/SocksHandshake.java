/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.socks;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.socksx.SocksMessage;
import io.netty.handler.codec.socksx.SocksPortUnificationServerHandler;
import io.netty.handler.codec.socksx.v4.Socks4CommandRequest;
import io.netty.handler.codec.socksx.v4.Socks4CommandType;
import io.netty.handler.codec.socksx.v4.Socks4ServerDecoder;
import io.netty.handler.codec.socksx.v4.Socks4ServerEncoder;
import io.netty.handler.codec.socksx.v5.DefaultSocks5InitialResponse;
import io.netty.handler.codec.socksx.v5.DefaultSocks5PasswordAuthResponse;
import io.netty.handler.codec.socksx.v5.Socks5AuthMethod;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequest;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netty.handler.codec.socksx.v5.Socks5CommandType;
import io.netty.handler.codec.socksx.v5.Socks5InitialRequest;
import io.netty.handler.codec.socksx.v5.Socks5InitialRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthRequest;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthStatus;
import io.netty.handler.codec.socksx.v5.Socks5ServerEncoder;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.netty.ChannelTransport;
import io.netwist.bridge.netty.MessageProtocol;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.protocols.basic.Relay;
import io.netwist.protocols.policies.IdleTimeout;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Talks with one client of the proxy until it has its connection; then a relay has the transport. */
final class SocksHandshake extends MessageProtocol<SocksMessage> implements Drainable {

    /*
     * Netty's decoders each read one message and pass on what follows it. So the next one stands behind the last one, not
     * before it: a client that sends its messages without waiting for answers has them in one buffer. What a client sends
     * after its request is for the destination; reading is paused until that is there, and the decoders are taken out
     * once the relay has the transport.
     */

    private static final Logger LOG = LoggerFactory.getLogger(SocksHandshake.class);
    private static final List<Class<? extends ChannelHandler>> CODEC = List.of(
            SocksPortUnificationServerHandler.class,
            Socks4ServerDecoder.class,
            Socks4ServerEncoder.class,
            Socks5InitialRequestDecoder.class,
            Socks5PasswordAuthRequestDecoder.class,
            Socks5CommandRequestDecoder.class,
            Socks5ServerEncoder.class);

    /** What has the transport now; null during the handshake. */
    private @Nullable Protocol relayed;

    private final SocksRules rules;
    private final IdleTimeout timeout = new IdleTimeout(this);
    private String user = "";

    SocksHandshake(SocksRules rules) {
        super(SocksMessage.class, new SocksPortUnificationServerHandler());
        this.rules = rules;
    }

    @Override
    public void connectionMade() {
        timeout.setTimeout(rules.handshake());
    }

    @Override
    protected void messageReceived(SocksMessage message) throws Exception {
        if (message.decoderResult().isFailure()) {
            LOG.debug("{} sent no SOCKS request: {}", transport().getPeer(), message.decoderResult());
            transport().loseConnection();
        } else if (message instanceof Socks4CommandRequest request) {
            asked4(request);
        } else if (message instanceof Socks5InitialRequest request) {
            greeted(request);
        } else if (message instanceof Socks5PasswordAuthRequest request) {
            authenticate(request);
        } else if (message instanceof Socks5CommandRequest request) {
            asked5(request);
        } else {
            throw new IllegalStateException("message: " + message.getClass().getName() + " (expected: a request)");
        }
    }

    private ChannelPipeline pipeline() {
        return transport().as(ChannelTransport.class).orElseThrow().pipeline();
    }

    private void addAfter(Class<? extends ChannelHandler> last, ChannelHandler next) {
        ChannelHandlerContext place = Objects.requireNonNull(pipeline().context(last));
        pipeline().addAfter(place.name(), null, next);
    }

    // ---- who

    private void greeted(Socks5InitialRequest request) {
        Socks5AuthMethod wanted = rules.passwords() == null ? Socks5AuthMethod.NO_AUTH : Socks5AuthMethod.PASSWORD;
        if (!request.authMethods().contains(wanted)) {
            writeMessage(new DefaultSocks5InitialResponse(Socks5AuthMethod.UNACCEPTED));
            transport().loseConnection();
            return;
        }
        addAfter(
                Socks5InitialRequestDecoder.class,
                rules.passwords() == null ? new Socks5CommandRequestDecoder() : new Socks5PasswordAuthRequestDecoder());
        writeMessage(new DefaultSocks5InitialResponse(wanted));
    }

    private void authenticate(Socks5PasswordAuthRequest request) {
        // Whatever follows waits for the answer.
        transport().pauseProducing();
        addAfter(Socks5PasswordAuthRequestDecoder.class, new Socks5CommandRequestDecoder());
        user = request.username();
        Deferred<Boolean> checking;
        try {
            checking = Objects.requireNonNull(rules.passwords()).check(request.username(), request.password());
        } catch (Exception e) {
            checking = Deferred.fail(e);
        }
        checking.consume(this::authenticated, failure -> {
            LOG.error("the password of {} cannot be checked", request.username(), failure.value());
            authenticated(false);
        });
    }

    private void authenticated(boolean good) {
        writeMessage(new DefaultSocks5PasswordAuthResponse(
                good ? Socks5PasswordAuthStatus.SUCCESS : Socks5PasswordAuthStatus.FAILURE));
        if (good) {
            transport().resumeProducing();
        } else {
            transport().loseConnection();
        }
    }

    // ---- what

    private void asked4(Socks4CommandRequest request) {
        user = request.userId();
        boolean known = request.type().equals(Socks4CommandType.CONNECT)
                || request.type().equals(Socks4CommandType.BIND);
        if (!known || rules.passwords() != null) {
            refuse(4, Socks5CommandStatus.COMMAND_UNSUPPORTED);
        } else {
            serve(new SocksRequest(
                    4,
                    request.type().equals(Socks4CommandType.BIND),
                    request.dstAddr(),
                    request.dstPort(),
                    user,
                    transport().getPeer()));
        }
    }

    private void asked5(Socks5CommandRequest request) {
        boolean known = request.type().equals(Socks5CommandType.CONNECT)
                || request.type().equals(Socks5CommandType.BIND);
        if (!known) {
            refuse(5, Socks5CommandStatus.COMMAND_UNSUPPORTED);
        } else {
            serve(new SocksRequest(
                    5,
                    request.type().equals(Socks5CommandType.BIND),
                    request.dstAddr(),
                    request.dstPort(),
                    user,
                    transport().getPeer()));
        }
    }

    private void serve(SocksRequest request) {
        timeout.setTimeout(null);
        transport().pauseProducing();
        if (!rules.allowed().test(request)) {
            LOG.info("refused {}", request);
            refuse(request.version(), Socks5CommandStatus.FORBIDDEN);
        } else if (request.bind()) {
            new SocksBind(this, rules.bindWait(), request).begin();
        } else if (request.port() == 0) {
            refuse(request.version(), Socks5CommandStatus.FAILURE);
        } else {
            connect(request);
        }
    }

    private void connect(SocksRequest request) {
        Relay relay = new Relay();
        Deferred<Protocol> far =
                rules.dial().to(reactor(), request.host(), request.port()).connect(peer -> relay.far());
        transport().whenConnectionLost().onSuccess(reason -> {
            far.cancel();
            relay.loseConnection();
        });
        far.onSuccess(connected -> {
                    writeMessage(Replies.success(
                            request.version(), connected.transport().getHost()));
                    handOver(relay.near());
                })
                .handleFailure(CancelledException.class, gone -> {})
                .handleFailure(failure -> {
                    LOG.debug("cannot serve {}: {}", request, failure.getErrorMessage());
                    refuse(request.version(), Replies.statusOf(failure.value()));
                });
    }

    // ---- the end, either way; BIND uses these too

    void reply(SocksMessage message) {
        writeMessage(message);
    }

    void refuse(int version, Socks5CommandStatus why) {
        writeMessage(Replies.refusal(version, why));
        transport().loseConnection();
    }

    Transport client() {
        return transport();
    }

    /** Whoever drains knows the protocol that the connection began with. */
    @Override
    public void drain() throws Exception {
        if (relayed instanceof Drainable drainable) {
            drainable.drain();
        } else {
            transport().loseConnection();
        }
    }

    /** Gives the transport to the relay, without the codec. */
    void handOver(Protocol near) {
        Transport transport = transport();
        if (!transport.isConnected()) {
            return;
        }
        ChannelPipeline pipeline = pipeline();
        relayed = near;
        transport.switchProtocol(near);
        for (Class<? extends ChannelHandler> each : CODEC) {
            ChannelHandler present = pipeline.get(each);
            if (present != null) {
                pipeline.remove(present);
            }
        }
    }

    /** Whether the address is where the request says the connection will come from. */
    static boolean comesFrom(Address peer, @Nullable String expected) {
        return expected == null || peer.host().equals(expected);
    }
}
