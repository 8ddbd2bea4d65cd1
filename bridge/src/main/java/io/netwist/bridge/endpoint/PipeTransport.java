/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.Buffering;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.ReactorCore.Phase;
import io.netwist.bridge.ReactorCore.Trigger;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.PipeAddress;
import io.netwist.bridge.error.ConnectionAborted;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.error.WriteBufferOverflow;
import io.netwist.bridge.stream.Pieces;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.Action;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One input and one output stream as a connection. Source: {@code twisted.internet._posixstdio.StandardIO}. */
final class PipeTransport implements Transport, PipeReader.Sink, PipeWriter.Source {

    /*
     * Two threads do what blocks; everything else happens on the reactor's thread, to which they hand over. The reader is
     * at most one chunk ahead, so a pause bounds what is kept; the writer's queue is counted here.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Protocol.class);
    private static final int HIGH_MARK = 65536;
    private static final int LIMIT = 64 * 1024 * 1024;

    /** In {@link #held}: the input is over. */
    private static final byte[] END = {};

    private final Reactor reactor;
    private final PipeReader reader;
    private final PipeWriter writer;
    private final PipeAddress address = new PipeAddress();
    private final Queue<byte[]> held = new ArrayDeque<>();
    private final List<Deferred<Failure>> waiting = new ArrayList<>();
    private Protocol protocol;

    private @Nullable PushProducer push;
    private @Nullable PullProducer pull;
    private boolean pushPaused;

    private boolean paused;
    private boolean disconnecting;
    private boolean outputLost;
    private int unsent;
    private @Nullable Throwable reason;
    private @Nullable Failure over;
    private @Nullable ByteBuf lent;
    private @Nullable Trigger atShutdown;

    PipeTransport(Reactor reactor, InputStream in, OutputStream out, Protocol protocol) {
        this.reactor = reactor;
        this.protocol = protocol;
        this.reader = new PipeReader(in, this);
        this.writer = new PipeWriter(out, this);
    }

    void connect() {
        atShutdown = reactor.addSystemEventTrigger(Phase.DURING, "shutdown", () -> {
            finish(new ConnectionLost("the reactor stopped", null));
            return null;
        });
        guard(() -> protocol.makeConnection(this));
        reader.start(reactor + "-stdin");
        writer.start(reactor + "-stdout");
    }

    // ---- from the two threads

    @Override
    public void chunk(byte[] data) {
        reactor.callFromThread(() -> received(data));
    }

    @Override
    public void end() {
        reactor.callFromThread(() -> received(END));
    }

    @Override
    public void failed(IOException e) {
        reactor.callFromThread(() -> outputFailed(e));
    }

    @Override
    public void written(int count) {
        reactor.callFromThread(() -> sent(count));
    }

    // ---- input

    private void received(byte[] data) {
        held.add(data);
        deliver();
    }

    @SuppressWarnings("ReferenceEquality") // END is a marker
    private void deliver() {
        while (!paused && !disconnecting && !held.isEmpty()) {
            byte[] next = held.remove();
            if (next == END) {
                endOfInput();
            } else {
                lend(Unpooled.wrappedBuffer(next));
                reader.next();
            }
        }
    }

    private void lend(ByteBuf data) {
        lent = data;
        guard(() -> protocol.dataReceived(data));
        lent = null;
        data.release();
    }

    private void endOfInput() {
        if (protocol instanceof HalfCloseable half) {
            guard(half::readConnectionLost);
        } else {
            finishLater(new ConnectionDone());
        }
    }

    // ---- output

    private void send(byte[] data) {
        if (over != null || outputLost || (disconnecting && push == null && pull == null) || data.length == 0) {
            return;
        }
        unsent += data.length;
        if (unsent > LIMIT && push == null && pull == null) {
            finishLater(new WriteBufferOverflow("unsent: " + unsent + " bytes (expected: at most " + LIMIT + ")"));
            return;
        }
        writer.write(data);
        PushProducer producer = push;
        if (unsent > HIGH_MARK && producer != null && !pushPaused) {
            pushPaused = true;
            guard(producer::pauseProducing);
        }
    }

    private void sent(int count) {
        unsent -= count;
        if (unsent > 0 || over != null) {
            return;
        }
        PushProducer pusher = push;
        PullProducer puller = pull;
        if (puller != null) {
            guard(puller::resumeProducing);
        } else if (pusher != null && pushPaused) {
            pushPaused = false;
            guard(pusher::resumeProducing);
        }
        closeIfSent();
    }

    private void outputFailed(IOException e) {
        outputLost = true;
        stopProducer();
        if (protocol instanceof HalfCloseable half && over == null && !disconnecting) {
            guard(half::writeConnectionLost);
        } else {
            finish(new ConnectionLost("standard output was closed: " + e.getMessage(), e));
        }
    }

    // ---- ending

    private void guard(Action call) {
        try {
            call.run();
        } catch (Throwable e) {
            LOG.error("{} threw; its connection is closed", protocol.getClass().getName(), e);
            reason = e;
            loseConnection();
        }
    }

    private void closeIfSent() {
        if (disconnecting && unsent == 0 && push == null && pull == null) {
            finishLater(new ConnectionDone());
        }
    }

    private void finishLater(Throwable why) {
        disconnecting = true;
        reactor.callFromThread(() -> finish(why));
    }

    private void finish(Throwable why) {
        if (over != null) {
            return;
        }
        disconnecting = true;
        Failure failure = Failure.of(reason != null ? reason : why);
        over = failure;
        reader.stop();
        writer.stop();
        if (atShutdown != null && reactor.isRunning()) {
            reactor.removeSystemEventTrigger(atShutdown);
        }
        stopProducer();
        try {
            protocol.connectionLost(failure);
        } catch (Throwable e) {
            LOG.error("{} threw from connectionLost", protocol.getClass().getName(), e);
        }
        waiting.forEach(each -> each.callbackValue(failure));
        waiting.clear();
    }

    private void stopProducer() {
        PushProducer pusher = push;
        PullProducer puller = pull;
        push = null;
        pull = null;
        try {
            if (pusher != null) {
                pusher.stopProducing();
            } else if (puller != null) {
                puller.stopProducing();
            }
        } catch (Throwable e) {
            LOG.error("a producer threw from stopProducing", e);
        }
    }

    // ---- Transport

    @Override
    public void write(ByteBuf data) {
        if (lent != null && isLent(data) && data.refCnt() == 1) {
            throw new IllegalStateException("this buffer was lent by dataReceived and is still the transport's:"
                    + " write(data.retain()) gives your own share of it away");
        }
        byte[] bytes = ByteBufUtil.getBytes(data);
        data.release();
        send(bytes);
    }

    @SuppressWarnings("ReferenceEquality") // equal bytes are not the point: the very same buffer is
    private boolean isLent(ByteBuf data) {
        return data == lent;
    }

    @Override
    public void write(byte[] data) {
        send(data.clone());
    }

    @Override
    public void write(CharSequence text) {
        send(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void writeSequence(Iterable<?> data) {
        Pieces.buffers(data).forEach(this::write);
    }

    @Override
    public void registerProducer(PushProducer producer) {
        if (mayRegister(producer::stopProducing)) {
            push = producer;
            pushPaused = false;
        }
    }

    @Override
    public void registerProducer(PullProducer producer) {
        if (mayRegister(producer::stopProducing)) {
            pull = producer;
            guard(producer::resumeProducing);
        }
    }

    private boolean mayRegister(Action stop) {
        if (push != null || pull != null) {
            throw new IllegalStateException("registerProducer: there is a producer already (expected: one at a time)");
        }
        if (over != null || outputLost) {
            guard(stop);
            return false;
        }
        return true;
    }

    @Override
    public void unregisterProducer() {
        push = null;
        pull = null;
        closeIfSent();
    }

    @Override
    public void pauseProducing() {
        paused = true;
    }

    @Override
    public void resumeProducing() {
        if (paused) {
            paused = false;
            reactor.callFromThread(this::deliver);
        }
    }

    @Override
    public void stopProducing() {
        loseConnection();
    }

    @Override
    public void loseConnection() {
        if (!disconnecting) {
            disconnecting = true;
            closeIfSent();
        }
    }

    /** A pipe cannot be reset, so nothing that was written is lost and there is nothing to linger for. */
    @Override
    public void loseConnection(Duration linger) {
        loseConnection();
    }

    @Override
    public void abortConnection() {
        finishLater(new ConnectionAborted());
    }

    @Override
    public boolean isConnected() {
        return over == null;
    }

    @Override
    public boolean isDisconnecting() {
        return disconnecting;
    }

    @Override
    public Address getPeer() {
        return address;
    }

    @Override
    public Address getHost() {
        return address;
    }

    @Override
    public Reactor reactor() {
        return reactor;
    }

    @Override
    public void switchProtocol(Protocol next) {
        ByteBuf rest = protocol instanceof Buffering keeper ? keeper.takeRemaining() : null;
        protocol = next;
        guard(() -> next.makeConnection(this));
        if (rest != null) {
            lend(rest);
        }
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        return capability.isInstance(this) ? Optional.of(capability.cast(this)) : Optional.empty();
    }

    @Override
    public Deferred<Failure> whenConnectionLost() {
        Deferred<Failure> own = new Deferred<>();
        if (over != null) {
            own.callbackValue(over);
        } else {
            waiting.add(own);
        }
        return own;
    }

    @Override
    public String toString() {
        return protocol.getClass().getSimpleName() + " on standard input and output";
    }
}
