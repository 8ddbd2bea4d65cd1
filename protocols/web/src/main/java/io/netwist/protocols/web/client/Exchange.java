/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Transport;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One request and its response, over one connection or, when a kept one was dead, a second. */
final class Exchange implements ResponseBody {

    private final Pool pool;
    private final Target target;
    private final Outgoing message;
    private final AgentOptions options;
    private final Deferred<Agent.Response> response = new Deferred<>(self -> abort());
    private @Nullable ClientConnection connection;
    private boolean reused;
    private boolean delimited = true;

    /** Of the connection, for its addresses. */
    private @Nullable Transport transport;

    /** After a 101, until somebody takes the connection. */
    private @Nullable ClientConnection switched;

    private boolean over;

    // The body.
    private boolean asked;
    private boolean complete;
    private @Nullable Failure bodyFailure;
    private @Nullable ByteConsumer consumer;
    private @Nullable Deferred<@Nullable Void> delivered;
    private @Nullable DelayedCall unread;
    private @Nullable Runnable stopConnecting;

    /** Runs out while there is no place for a connection. */
    private @Nullable DelayedCall patience;

    Exchange(Pool pool, Target target, Outgoing message, AgentOptions options) {
        this.pool = pool;
        this.target = target;
        this.message = message;
        this.options = options;
    }

    Deferred<Agent.Response> begin() {
        pool.serve(this, target, false);
        if (!options.timeout().isZero()) {
            response.addTimeout(options.timeout(), pool.reactor());
        }
        return response;
    }

    // ---- called by the pool

    /** There is a place for another connection. */
    void mayConnect() {
        haveWaited();
        reused = false;
        stopConnecting = pool.connect(target, this::connected, this::notConnected);
    }

    /** Here is a connection that was used before. */
    void connectedAgain(ClientConnection kept) {
        haveWaited();
        reused = true;
        connected(kept);
    }

    void mustWait() {
        patience = pool.reactor().callLater(options.pendingTimeout(), () -> {
            pool.leave(this, target);
            refused("no connection became free within " + options.pendingTimeout());
        });
    }

    void refused(String why) {
        if (!over) {
            over = true;
            response.errback(new PoolExhausted(name(), why));
        }
    }

    private void haveWaited() {
        if (patience != null && patience.active()) {
            patience.cancel();
        }
    }

    private void notConnected(Failure reason) {
        if (!over) {
            over = true;
            response.errback(reason);
        }
    }

    private void connected(ClientConnection fresh) {
        stopConnecting = null;
        if (over) {
            fresh.transport().abortConnection();
            return;
        }
        connection = fresh;
        transport = fresh.transport();
        fresh.send(this, message);
    }

    private void abort() {
        over = true;
        haveWaited();
        pool.leave(this, target);
        if (stopConnecting != null) {
            stopConnecting.run();
        } else if (connection != null) {
            connection.transport().abortConnection();
        }
    }

    @Override
    public String name() {
        return message.head().method() + " " + message.head().uri();
    }

    // ---- called by the connection

    /** The head is there. True if the body must wait to be asked for. */
    boolean headReceived(HttpResponse head, boolean hasBody, boolean isDelimited) {
        over = true;
        delimited = isDelimited;
        if (hasBody) {
            unread = pool.reactor().callLater(options.unreadTimeout(), () -> {
                if (!asked && connection != null) {
                    connection.transport().abortConnection();
                }
            });
        }
        response.callback(new Agent.Response(head, this, message.url(), null));
        return hasBody && !asked;
    }

    void bodyReceived(ByteBuf piece) {
        if (consumer != null && piece.isReadable()) {
            consumer.write(piece.retain());
        }
    }

    void bodyComplete() {
        complete = true;
        connection = switched; // Null but after a 101.
        finishBody();
    }

    /** The connection ended, or made no sense, before the response was complete. */
    void failed(Throwable reason, boolean begun) {
        connection = null;
        if (over) {
            bodyFailure = Failure.of(new ResponseFailed(name(), reason));
            finishBody();
        } else if (!begun && reused && options.retry() && isRepeatable()) {
            pool.serve(this, target, true);
        } else {
            over = true;
            response.errback(begun ? new ResponseFailed(name(), reason) : new ResponseNeverReceived(name(), reason));
        }
    }

    private boolean isRepeatable() {
        return switch (message.head().method().name()) {
            case "GET", "HEAD", "OPTIONS", "DELETE", "TRACE" -> !message.hasBody();
            default -> false;
        };
    }

    /** The body of the request could not be made. */
    void generationFailed(Throwable reason) {
        Throwable known = new RequestGenerationFailed(name(), reason);
        connection = null;
        if (over) {
            bodyFailure = Failure.of(known);
            finishBody();
        } else {
            over = true;
            response.errback(known);
        }
    }

    // ---- the body

    @Override
    public Deferred<@Nullable Void> sendTo(ByteConsumer to) {
        if (asked) {
            throw new IllegalStateException("the body of " + name() + " was asked for before");
        }
        asked = true;
        if (unread != null && unread.active()) {
            unread.cancel();
        }
        Deferred<@Nullable Void> own = new Deferred<>(self -> {
            delivered = null;
            abort();
            to.unregisterProducer();
        });
        delivered = own;
        consumer = to;
        ClientConnection open = connection;
        if (open != null) {
            Flow flow = new Flow(open);
            to.registerProducer(flow);
            flow.begin();
        }
        finishBody();
        return own;
    }

    private void finishBody() {
        Deferred<@Nullable Void> own = delivered;
        if (own == null || !(complete || bodyFailure != null)) {
            return;
        }
        delivered = null;
        if (consumer != null) {
            consumer.unregisterProducer();
        }
        if (bodyFailure != null) {
            own.errback(bodyFailure);
        } else {
            own.callback(null);
        }
    }

    /** The head is a 101. */
    boolean upgraded(ClientConnection by, HttpResponse head) {
        switched = by;
        return headReceived(head, false, true);
    }

    @Override
    public void switchProtocol(Protocol next) {
        ClientConnection open = switched;
        if (open == null) {
            throw new IllegalStateException(name() + ": its connection speaks HTTP, or another protocol already");
        }
        switched = null;
        connection = null;
        open.switchTo(next);
    }

    @Override
    public Transport connection() {
        return Objects.requireNonNull(transport);
    }

    @Override
    public int maxCollected() {
        return options.maxBody();
    }

    @Override
    public boolean isDelimited() {
        return delimited;
    }

    /** Pauses and resumes the connection, as long as this response is what comes over it. */
    private final class Flow implements PushProducer {
        private final ClientConnection from;
        private boolean begun;
        private boolean paused;

        Flow(ClientConnection from) {
            this.from = from;
        }

        void begin() {
            begun = true;
            if (!paused && connection == from) {
                from.bodyAsked();
            }
        }

        @Override
        public void pauseProducing() {
            paused = true;
            if (begun && connection == from) {
                from.holdBody();
            }
        }

        @Override
        public void resumeProducing() {
            paused = false;
            if (begun && connection == from) {
                from.bodyAsked();
            }
        }

        @Override
        public void stopProducing() {
            if (connection == from) {
                from.transport().abortConnection();
            }
        }
    }
}
