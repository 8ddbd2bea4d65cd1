/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectionAborted;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A body as the connection of a protocol, which can read and not write. */
final class BodyDelivery implements Transport {

    private static final Logger LOG = LoggerFactory.getLogger(BodyDelivery.class);

    private final ResponseBody body;
    private final Protocol protocol;
    private final Transport real;
    private final List<Deferred<Failure>> waiting = new ArrayList<>();

    private @Nullable PushProducer producer;
    private @Nullable Deferred<@Nullable Void> coming;

    private boolean paused;

    /** Set when the protocol wants no more. */
    private boolean closing;

    private @Nullable Throwable thrown;

    /** Set at the end. */
    private @Nullable Failure lost;

    BodyDelivery(ResponseBody body, Protocol protocol) {
        this.body = body;
        this.protocol = protocol;
        this.real = body.connection();
    }

    void begin() {
        try {
            protocol.makeConnection(this);
        } catch (Throwable e) {
            threw(e);
        }
        Deferred<@Nullable Void> delivery = body.sendTo(new Sink());
        coming = delivery;
        if (closing) {
            delivery.cancel();
        }
        delivery.consume(nothing -> end(null), this::end);
    }

    private void threw(Throwable e) {
        LOG.error("{} threw while it was given a response", protocol.getClass().getName(), e);
        thrown = e;
        abortConnection();
    }

    private void end(@Nullable Failure reason) {
        coming = null;
        producer = null;
        Failure told;
        if (thrown != null) {
            told = Failure.of(thrown);
        } else if (reason == null) {
            told = Failure.of(body.isDelimited() ? new ResponseDone() : new PotentialDataLoss());
        } else if (closing && reason.is(CancelledException.class)) {
            told = Failure.of(new ConnectionAborted());
        } else {
            told = reason;
        }
        lost = told;
        try {
            protocol.connectionLost(told);
        } catch (Throwable e) {
            LOG.error("{} threw from connectionLost", protocol.getClass().getName(), e);
        }
        waiting.forEach(each -> each.callbackValue(told));
        waiting.clear();
    }

    @Override
    public Deferred<Failure> whenConnectionLost() {
        if (lost != null) {
            return Deferred.succeed(lost);
        }
        Deferred<Failure> own = new Deferred<>();
        waiting.add(own);
        return own;
    }

    /** What the body is written to. */
    private final class Sink implements ByteConsumer {

        @Override
        public void write(ByteBuf data) {
            try {
                if (!closing) {
                    protocol.dataReceived(data);
                }
            } catch (Throwable e) {
                threw(e);
            } finally {
                data.release();
            }
        }

        @Override
        public void registerProducer(PushProducer source) {
            producer = source;
            if (paused) {
                pauseProducing();
            }
        }

        @Override
        public void registerProducer(PullProducer source) {
            throw new IllegalStateException("a response cannot be pulled");
        }

        @Override
        public void unregisterProducer() {
            producer = null;
        }
    }

    // ---- as the transport of the protocol

    @Override
    public void write(ByteBuf data) {
        data.release();
        throw readOnly();
    }

    @Override
    public void write(byte[] data) {
        throw readOnly();
    }

    @Override
    public void write(CharSequence text) {
        throw readOnly();
    }

    @Override
    public void writeSequence(Iterable<?> data) {
        data.forEach(ReferenceCountUtil::release);
        throw readOnly();
    }

    private static IllegalStateException readOnly() {
        return new IllegalStateException("the body of a response can be read and not written to");
    }

    @Override
    public void registerProducer(PushProducer source) {
        throw readOnly();
    }

    @Override
    public void registerProducer(PullProducer source) {
        throw readOnly();
    }

    @Override
    public void unregisterProducer() {}

    @Override
    public void pauseProducing() {
        paused = true;
        PushProducer source = producer;
        if (source != null) {
            try {
                source.pauseProducing();
            } catch (Exception e) {
                threw(e);
            }
        }
    }

    @Override
    public void resumeProducing() {
        paused = false;
        PushProducer source = producer;
        if (source != null && !closing) {
            try {
                source.resumeProducing();
            } catch (Exception e) {
                threw(e);
            }
        }
    }

    @Override
    public void stopProducing() {
        loseConnection();
    }

    @Override
    public void loseConnection() {
        abortConnection();
    }

    @Override
    public void loseConnection(Throwable why) {
        if (!closing && thrown == null) {
            thrown = why;
        }
        abortConnection();
    }

    @Override
    public void loseConnection(Duration linger) {
        abortConnection();
    }

    /** There is no other way not to read the rest. */
    @Override
    public void abortConnection() {
        closing = true;
        Deferred<@Nullable Void> delivery = coming;
        coming = null;
        if (delivery != null) {
            delivery.cancel();
        }
    }

    @Override
    public boolean isConnected() {
        return lost == null;
    }

    @Override
    public boolean isDisconnecting() {
        return closing && lost == null;
    }

    @Override
    public Address getPeer() {
        return real.getPeer();
    }

    @Override
    public Address getHost() {
        return real.getHost();
    }

    @Override
    public Reactor reactor() {
        return real.reactor();
    }

    @Override
    public void switchProtocol(Protocol next) {
        throw new IllegalStateException("the protocol that reads a response cannot be switched");
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        return Optional.empty();
    }
}
