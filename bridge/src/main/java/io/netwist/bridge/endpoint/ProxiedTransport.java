/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The transport behind a proxy: all as the real one, but for the addresses once the header has been read. */
final class ProxiedTransport implements Transport {

    private final Transport real;
    private final HaproxyProtocol owner;

    /** Null until the header has been read, and when it says nothing. */
    private @Nullable Address peer;

    private @Nullable Address host;

    ProxiedTransport(Transport real, HaproxyProtocol owner) {
        this.real = real;
        this.owner = owner;
    }

    void proxied(ProxyHeader header) {
        peer = header.source();
        host = header.destination();
    }

    @Override
    public Address getPeer() {
        return peer != null ? peer : real.getPeer();
    }

    @Override
    public Address getHost() {
        return host != null ? host : real.getHost();
    }

    @Override
    public void switchProtocol(Protocol next) {
        owner.switchInner(next);
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        return real.as(capability);
    }

    @Override
    public void write(ByteBuf data) {
        real.write(data);
    }

    @Override
    public void write(byte[] data) {
        real.write(data);
    }

    @Override
    public void write(CharSequence text) {
        real.write(text);
    }

    @Override
    public void writeSequence(Iterable<?> data) {
        real.writeSequence(data);
    }

    @Override
    public void registerProducer(PushProducer producer) {
        real.registerProducer(producer);
    }

    @Override
    public void registerProducer(PullProducer producer) {
        real.registerProducer(producer);
    }

    @Override
    public void unregisterProducer() {
        real.unregisterProducer();
    }

    @Override
    public void pauseProducing() {
        real.pauseProducing();
    }

    @Override
    public void resumeProducing() {
        real.resumeProducing();
    }

    @Override
    public void stopProducing() {
        real.stopProducing();
    }

    @Override
    public void loseConnection() {
        real.loseConnection();
    }

    @Override
    public void loseConnection(Throwable why) {
        real.loseConnection(why);
    }

    @Override
    public void loseConnection(Duration linger) {
        real.loseConnection(linger);
    }

    @Override
    public void abortConnection() {
        real.abortConnection();
    }

    @Override
    public boolean isConnected() {
        return real.isConnected();
    }

    @Override
    public boolean isDisconnecting() {
        return real.isDisconnecting();
    }

    @Override
    public Reactor reactor() {
        return real.reactor();
    }

    @Override
    public Deferred<Failure> whenConnectionLost() {
        return real.whenConnectionLost();
    }

    @Override
    public String toString() {
        return real + " (PROXY)";
    }
}
