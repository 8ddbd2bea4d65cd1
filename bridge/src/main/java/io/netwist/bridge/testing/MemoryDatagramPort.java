/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.UdpAddress;
import io.netwist.bridge.datagram.DatagramOptions;
import io.netwist.bridge.datagram.DatagramProtocol;
import io.netwist.bridge.datagram.DatagramTransport;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.bridge.error.InvalidAddressException;
import io.netwist.deferred.Deferred;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket of a {@link MemoryReactor}: what is written is noted, and reaches the socket of the same reactor at that
 * address in a later turn, if there is one.
 *
 * <p>Source: {@code twisted.internet.testing.FakeDatagramTransport}.
 */
public final class MemoryDatagramPort implements ListeningPort, DatagramTransport {

    private final MemoryReactor reactor;
    private final DatagramProtocol protocol;
    private final DatagramOptions options;
    private final Map<Address, MemoryDatagramPort> open;
    private final List<Sent> sent = new ArrayList<>();
    private final int wanted;
    private UdpAddress host;
    private @Nullable UdpAddress peer;
    private boolean listening;
    private boolean broadcastAllowed;

    /**
     * One datagram written.
     *
     * @param data its bytes, as Latin-1 text
     * @param to where to
     */
    public record Sent(String data, Address to) {}

    MemoryDatagramPort(
            MemoryReactor reactor,
            int port,
            DatagramProtocol protocol,
            DatagramOptions options,
            Map<Address, MemoryDatagramPort> open) {
        this.reactor = reactor;
        this.protocol = protocol;
        this.options = options;
        this.open = open;
        this.wanted = port;
        this.host = new UdpAddress(options.host().isEmpty() ? "127.0.0.1" : options.host(), port);
    }

    /**
     * What was written.
     *
     * @return a copy, in the order of the writes
     */
    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    /**
     * Plays a peer that sends a datagram; what the protocol throws comes out.
     *
     * @param data the bytes, as Latin-1 text
     * @param from who sends it
     */
    public void deliver(CharSequence data, Address from) {
        receive(Unpooled.copiedBuffer(data, StandardCharsets.ISO_8859_1), from);
    }

    private void receive(ByteBuf data, Address from) {
        try {
            if (listening && (peer == null || peer.equals(from))) {
                ByteBuf cut = data.slice(0, Math.min(data.readableBytes(), options.maxPacketSize()));
                StringTransport.letOut(() -> protocol.datagramReceived(cut, from));
            }
        } finally {
            data.release();
        }
    }

    @Override
    public void startListening() {
        reactor.checkThread("startListening");
        if (listening) {
            throw new IllegalStateException("startListening: " + this + " listens already");
        }
        host = wanted == 0 ? new UdpAddress(host.host(), reactor.freePort()) : host;
        if (open.containsKey(host) && !options.listenMultiple()) {
            throw new CannotListenException(host.toString(), new BindException("Address already in use"));
        }
        listening = true;
        try {
            protocol.makeConnection(this);
        } catch (Throwable e) {
            listening = false;
            throw new CannotListenException(host.toString(), e);
        }
        open.put(host, this);
    }

    @Override
    public Deferred<@Nullable Void> stopListening() {
        reactor.checkThread("stopListening");
        if (!listening) {
            return Deferred.succeed(null);
        }
        listening = false;
        open.remove(host, this);
        Deferred<@Nullable Void> done = new Deferred<>();
        reactor.callFromThread(() -> {
            peer = null;
            MemoryReactor.guard(protocol::loseSocket);
            done.callback(null);
        });
        return done;
    }

    @Override
    public Address getHost() {
        return host;
    }

    private void send(ByteBuf data, @Nullable Address to) {
        reactor.checkThread("write");
        byte[] bytes = ByteBufUtil.getBytes(data);
        data.release();
        Address target = to != null ? to : peer;
        if (target == null) {
            throw new IllegalStateException("write without an address: " + this + " is not connected");
        }
        if (peer != null && !peer.equals(target)) {
            throw new InvalidAddressException(target, "the peer " + peer);
        }
        if (!listening) {
            return;
        }
        sent.add(new Sent(new String(bytes, StandardCharsets.ISO_8859_1), target));
        reactor.callFromThread(() -> {
            MemoryDatagramPort receiver = open.get(target);
            if (receiver != null) {
                receiver.receive(Unpooled.wrappedBuffer(bytes), host);
            }
        });
    }

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

    @Override
    public void connect(String remote, int port) {
        reactor.checkThread("connect");
        if (peer != null) {
            throw new IllegalStateException("connect: " + this + " is connected to " + peer + " already");
        }
        peer = new UdpAddress(remote, port);
    }

    @Override
    public boolean getBroadcastAllowed() {
        return broadcastAllowed;
    }

    @Override
    public void setBroadcastAllowed(boolean allowed) {
        broadcastAllowed = allowed;
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        return capability.isInstance(this) ? Optional.of(capability.cast(this)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "memory datagram port " + host;
    }
}
