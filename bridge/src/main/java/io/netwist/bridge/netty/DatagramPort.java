/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.datagram.DatagramProtocol;
import io.netwist.bridge.datagram.DatagramTransport;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.bridge.error.InvalidAddressException;
import io.netwist.bridge.error.MessageLengthException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.time.Action;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A datagram socket and its protocol. */
final class DatagramPort implements ListeningPort, DatagramTransport, EventLoopReactor.Stoppable {

    /*
     * Netty keeps what the socket does not take; Twisted drops it. So a write finds Netty's queue below its low mark or
     * is dropped, which bounds what is kept to 64 KiB. Answers written inside datagramReceived are flushed together when
     * the read is complete: the native transports send them by one system call.
     */

    private static final Logger LOG = LoggerFactory.getLogger(DatagramProtocol.class);

    final EventLoopReactor reactor;
    private final DatagramProtocol protocol;
    private final DatagramPlace place;

    /** Null while there is no socket. */
    private @Nullable Channel channel;

    private Address host;

    /** Null until {@link #connect}. */
    private @Nullable Address peer;

    /** The same as the channel wants it, which on io_uring knows its remote address only later. */
    private @Nullable SocketAddress peerAddress;

    private boolean reading;

    /** Who waits for the end of closing; null while nothing closes. */
    private @Nullable List<Deferred<@Nullable Void>> closing;

    /** The sender of the last datagram in both forms, since one answer or many more datagrams are likely. */
    private @Nullable SocketAddress lastSender;

    private @Nullable Address lastFrom;

    DatagramPort(EventLoopReactor reactor, DatagramProtocol protocol, DatagramPlace place) {
        this.reactor = reactor;
        this.protocol = protocol;
        this.place = place;
        this.host = place.wanted();
    }

    // ---- ListeningPort

    @Override
    public void startListening() {
        reactor.checkThread("startListening");
        if (channel != null || closing != null) {
            throw new IllegalStateException("startListening: " + this + " listens already");
        }
        Channel opened = null;
        try {
            opened = place.open(reactor);
            opened.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(place.maxPacketSize()));
            opened.pipeline().addLast(new Receiver());
            ListenPlace.now(reactor.eventLoop().register(opened));
            place.bind(reactor, opened);
            channel = opened;
            host = place.host(opened);
            peer = place.connected();
            peerAddress = peer == null ? null : place.target(peer);
            protocol.makeConnection(this);
        } catch (Throwable e) {
            channel = null;
            if (opened != null && opened.isRegistered()) {
                opened.close();
            } else if (opened != null) {
                opened.unsafe().closeForcibly();
            }
            place.closed();
            throw new CannotListenException(place.wanted().toString(), e);
        }
        reactor.stoppables.add(this);
        LOG.debug("{} starts on {}", protocol.getClass().getName(), host);
    }

    @Override
    public Deferred<@Nullable Void> stopListening() {
        reactor.checkThread("stopListening");
        Channel open = channel;
        if (open == null && closing == null) {
            return Deferred.succeed(null);
        }
        Deferred<@Nullable Void> done = new Deferred<>();
        if (open != null) {
            channel = null;
            closing = new ArrayList<>(1);
            open.close().addListener(closed -> reactor.post(this::closed));
        }
        Objects.requireNonNull(closing).add(done);
        return done;
    }

    private void closed() {
        reactor.stoppables.remove(this);
        place.closed();
        peer = null;
        List<Deferred<@Nullable Void>> waiting = Objects.requireNonNull(closing);
        closing = null;
        guard("stopProtocol", protocol::loseSocket);
        LOG.debug("{} stops on {}", protocol.getClass().getName(), host);
        waiting.forEach(each -> each.callback(null));
    }

    @Override
    public void reactorStopped() {
        stopListening();
    }

    @Override
    public Address getHost() {
        return host;
    }

    // ---- writing

    @Override
    public void write(ByteBuf data, Address to) {
        send(data, to);
    }

    @Override
    public void write(byte[] data, Address to) {
        send(Unpooled.copiedBuffer(data), to);
    }

    @Override
    public void write(CharSequence text, Address to) {
        send(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), to);
    }

    @Override
    public void write(ByteBuf data) {
        send(data, null);
    }

    @Override
    public void write(byte[] data) {
        send(Unpooled.copiedBuffer(data), null);
    }

    @Override
    public void write(CharSequence text) {
        send(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), null);
    }

    @Override
    public void writeSequence(Iterable<ByteBuf> pieces, Address to) {
        List<ByteBuf> list = new ArrayList<>();
        pieces.forEach(list::add);
        send(Unpooled.wrappedBuffer(list.toArray(new ByteBuf[0])), to);
    }

    /** Takes the buffer in every case; null is the peer of a connected socket. */
    private void send(ByteBuf data, @Nullable Address to) {
        reactor.checkThread("write");
        reactor.lent.check(data);
        Channel open = channel;
        if (open == null) {
            data.release();
            return;
        }
        SocketAddress target;
        try {
            target = target(to);
            if (data.readableBytes() > place.longestMessage()) {
                throw new MessageLengthException(data.readableBytes(), place.longestMessage());
            }
        } catch (RuntimeException e) {
            data.release();
            throw e;
        }
        if (!open.isWritable()) {
            data.release();
            return;
        }
        if (!data.isReadable()) {
            data.release();
            place.sendEmpty(open, target);
            return;
        }
        open.write(place.packet(data, target)).addListener(sent -> {
            if (!sent.isSuccess()) {
                sendFailed(sent.cause());
            }
        });
        if (!reading) {
            open.flush();
        }
    }

    private SocketAddress target(@Nullable Address to) {
        if (peer != null) {
            if (to != null && !to.equals(peer)) {
                throw new InvalidAddressException(to, "the peer " + peer);
            }
            return Objects.requireNonNull(peerAddress);
        }
        if (to == null) {
            throw new IllegalStateException("write without an address: " + this + " is not connected");
        }
        SocketAddress sender = lastSender;
        return sender != null && to.equals(lastFrom) ? sender : place.target(to);
    }

    private void sendFailed(Throwable cause) {
        if (isRefusal(cause)) {
            refused();
        } else {
            LOG.debug("{} dropped a datagram: {}", this, cause.toString());
        }
    }

    private static boolean isRefusal(Throwable cause) {
        return cause instanceof PortUnreachableException
                || cause instanceof ConnectException
                || String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
    }

    /** Of the peer of a connected socket; others are no business of an unconnected one. */
    private void refused() {
        if (peer != null) {
            reactor.post(() -> {
                if (channel != null) {
                    guard("connectionRefused", protocol::connectionRefused);
                }
            });
        }
    }

    // ---- the rest of DatagramTransport

    @Override
    public void connect(String remoteHost, int port) {
        connect(place.peer(remoteHost, port));
    }

    void connect(Address remote) {
        reactor.checkThread("connect");
        if (peer != null) {
            throw new IllegalStateException("connect: " + this + " is connected to " + peer + " already");
        }
        Channel open = channel;
        if (open == null) {
            throw new IllegalStateException("connect: " + this + " is closed");
        }
        SocketAddress address = place.target(remote);
        Throwable refused = open.connect(address).cause();
        if (refused != null) {
            throw ConnectFailures.of(remote, refused);
        }
        peer = remote;
        peerAddress = address;
    }

    @Override
    public boolean getBroadcastAllowed() {
        reactor.checkThread("getBroadcastAllowed");
        return channel != null && Boolean.TRUE.equals(channel.config().getOption(ChannelOption.SO_BROADCAST));
    }

    @Override
    public void setBroadcastAllowed(boolean allowed) {
        reactor.checkThread("setBroadcastAllowed");
        if (channel != null) {
            channel.config().setOption(ChannelOption.SO_BROADCAST, allowed);
        }
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        Object found = channel == null ? null : place.capability(this, channel);
        return capability.isInstance(found) ? Optional.of(capability.cast(found)) : Optional.empty();
    }

    private void guard(String callback, Action call) {
        try {
            call.run();
        } catch (Throwable e) {
            LOG.error("{} threw from {}", protocol.getClass().getName(), callback, e);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return "datagram port " + host;
    }

    /** Hands the protocol each datagram. */
    private final class Receiver extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (channel == null || !(message instanceof AddressedEnvelope<?, ?> packet)) {
                ReferenceCountUtil.release(message);
                return;
            }
            reading = true;
            ByteBuf data = (ByteBuf) packet.content();
            Address from = from(packet.sender());
            ByteBuf before = reactor.lent.lend(data);
            try {
                protocol.datagramReceived(data, from);
            } catch (Throwable e) {
                LOG.error("{} threw from datagramReceived", protocol.getClass().getName(), e);
            } finally {
                reactor.lent.back(before);
                packet.release();
            }
        }

        private Address from(@Nullable SocketAddress sender) {
            if (peer != null) {
                return peer;
            }
            Address known = lastFrom;
            if (known == null || sender == null || !sender.equals(lastSender)) {
                known = place.sender(sender);
                lastSender = sender;
                lastFrom = known;
            }
            return known;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            reading = false;
            ctx.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (isRefusal(cause)) {
                refused();
            } else {
                LOG.debug("{} cannot receive: {}", DatagramPort.this, cause.toString());
            }
        }
    }
}
