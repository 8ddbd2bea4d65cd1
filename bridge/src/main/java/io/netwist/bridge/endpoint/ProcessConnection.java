/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.Buffering;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.ReactorCore.Phase;
import io.netwist.bridge.ReactorCore.Trigger;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.ProcessAddress;
import io.netwist.bridge.endpoint.ProcessEndpoint.StandardErrorBehavior;
import io.netwist.bridge.error.ConnectionAborted;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.process.BaseProcessProtocol;
import io.netwist.bridge.process.ProcessDone;
import io.netwist.bridge.process.ProcessExitedAlready;
import io.netwist.bridge.process.ProcessTransport;
import io.netwist.bridge.stream.Pieces;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.Action;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process as a protocol's connection: the end of the process is the end of the connection. */
final class ProcessConnection extends BaseProcessProtocol implements Transport {

    private static final Logger LOG = LoggerFactory.getLogger(Protocol.class);

    private final Reactor reactor;
    private final String executable;
    private final StandardErrorBehavior errors;
    private final ProcessAddress address = new ProcessAddress();
    private final List<Deferred<Failure>> waiting = new ArrayList<>(1);

    /** Replaced by switchProtocol. */
    private Protocol protocol;

    private boolean disconnecting;
    private boolean hasProducer;

    /** Why it will end, if not because the process does. */
    private @Nullable Throwable cause;

    private @Nullable Failure over;
    private @Nullable Trigger atShutdown;

    ProcessConnection(Reactor reactor, String executable, Protocol protocol, StandardErrorBehavior errors) {
        this.reactor = reactor;
        this.executable = executable;
        this.protocol = protocol;
        this.errors = errors;
    }

    // ---- from the process

    @Override
    public void connectionMade() {
        atShutdown = reactor.addSystemEventTrigger(Phase.DURING, "shutdown", () -> {
            over(new ConnectionLost("Connection to " + this + " was lost: the reactor stopped", null));
            return null;
        });
        guard(() -> protocol.makeConnection(this));
    }

    void throwIfFailed() {
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause != null) {
            throw new IllegalStateException(protocol.getClass().getName() + " threw from connectionMade", cause);
        }
    }

    @Override
    protected void outReceived(ByteBuf data) {
        if (!disconnecting) {
            guard(() -> protocol.dataReceived(data));
        }
    }

    @Override
    protected void errReceived(ByteBuf data) {
        if (errors == StandardErrorBehavior.LOG) {
            LOG.info(
                    "process {} wrote to its standard error, which {} does not hear: {}",
                    executable,
                    protocol.getClass().getName(),
                    data.toString(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void processEnded(Failure reason) {
        over(reason.value() instanceof ProcessDone ? new ConnectionDone() : reason.value());
    }

    private void over(Throwable why) {
        if (over != null) {
            return;
        }
        disconnecting = true;
        Failure failure = Failure.of(cause != null ? cause : why);
        over = failure;
        if (atShutdown != null && reactor.isRunning()) {
            reactor.removeSystemEventTrigger(atShutdown);
        }
        try {
            protocol.connectionLost(failure);
        } catch (Throwable e) {
            logFailure(e);
        }
        waiting.forEach(each -> each.callbackValue(failure));
        waiting.clear();
    }

    private void guard(Action call) {
        try {
            call.run();
        } catch (Throwable e) {
            logFailure(e);
            cause = e;
            loseConnection();
        }
    }

    private void logFailure(Throwable e) {
        LOG.error(
                "{} threw; its connection to {} is closed", protocol.getClass().getName(), this, e);
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- Transport

    private boolean isDroppingWrites() {
        return disconnecting && !hasProducer;
    }

    @Override
    public void write(ByteBuf data) {
        if (isDroppingWrites()) {
            data.release();
        } else {
            transport().write(data);
        }
    }

    @Override
    public void write(byte[] data) {
        write(Unpooled.copiedBuffer(data));
    }

    @Override
    public void write(CharSequence text) {
        write(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    @Override
    public void writeSequence(Iterable<?> data) {
        Pieces.buffers(data).forEach(this::write);
    }

    @Override
    public void registerProducer(PushProducer producer) {
        transport().registerProducer(producer);
        hasProducer = true;
    }

    @Override
    public void registerProducer(PullProducer producer) {
        transport().registerProducer(producer);
        hasProducer = true;
    }

    @Override
    public void unregisterProducer() {
        hasProducer = false;
        transport().unregisterProducer();
    }

    @Override
    public void pauseProducing() {
        transport().pauseProducing();
    }

    @Override
    public void resumeProducing() {
        transport().resumeProducing();
    }

    @Override
    public void stopProducing() {
        loseConnection();
    }

    @Override
    public void loseConnection() {
        disconnecting = true;
        transport().loseConnection();
    }

    @Override
    public void loseConnection(Throwable why) {
        if (!disconnecting && cause == null) {
            cause = why;
        }
        loseConnection();
    }

    /** There is nothing to linger for: what the program does not read is its own affair. */
    @Override
    public void loseConnection(Duration linger) {
        loseConnection();
    }

    @Override
    public void abortConnection() {
        if (over != null) {
            return;
        }
        if (cause == null) {
            cause = new ConnectionAborted();
        }
        disconnecting = true;
        try {
            transport().signalProcess("KILL");
        } catch (ProcessExitedAlready e) {
            // Then its pipes are all that is left.
        }
        transport().loseConnection();
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
            outReceived(rest);
            rest.release();
        }
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        if (capability == ProcessTransport.class) {
            return Optional.of(capability.cast(transport()));
        }
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
        return "process " + executable;
    }
}
