/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import org.jspecify.annotations.Nullable;

/** One request and its response, over one connection or, when a kept one was dead, a second. */
final class Exchange {

    private final Pool pool;
    private final Target target;
    private final FullHttpRequest message;
    private final AgentOptions options;
    private final Deferred<Agent.Response> response = new Deferred<>(self -> abort());
    private @Nullable ClientConnection connection;
    private boolean reused;
    private boolean over;

    // The body.
    private boolean asked;
    private boolean complete;
    private @Nullable Failure bodyFailure;
    private @Nullable ByteConsumer consumer;
    private @Nullable Deferred<@Nullable Void> delivered;
    private @Nullable DelayedCall unread;
    private @Nullable Runnable stopConnecting;

    Exchange(Pool pool, Target target, FullHttpRequest message, AgentOptions options) {
        this.pool = pool;
        this.target = target;
        this.message = message;
        this.options = options;
    }

    Deferred<Agent.Response> begin() {
        ClientConnection kept = pool.take(target);
        if (kept != null) {
            reused = true;
            connected(kept);
        } else {
            connect();
        }
        if (!options.timeout().isZero()) {
            response.addTimeout(options.timeout(), pool.reactor());
        }
        return response;
    }

    private void connect() {
        reused = false;
        stopConnecting = pool.connect(target, this::connected, this::notConnected);
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
        fresh.send(this, message.retainedDuplicate());
    }

    private void abort() {
        over = true;
        if (stopConnecting != null) {
            stopConnecting.run();
        } else if (connection != null) {
            connection.transport().abortConnection();
        }
    }

    String name() {
        return message.method() + " " + message.uri();
    }

    // ---- called by the connection

    /** The head is there. True if the body must wait to be asked for. */
    boolean headReceived(HttpResponse head, boolean hasBody) {
        over = true;
        if (hasBody) {
            unread = pool.reactor().callLater(options.unreadTimeout(), () -> {
                if (!asked && connection != null) {
                    connection.transport().abortConnection();
                }
            });
        }
        response.callback(new Agent.Response(head, this));
        return hasBody && !asked;
    }

    void bodyReceived(ByteBuf piece) {
        if (consumer != null && piece.isReadable()) {
            consumer.write(piece.retain());
        }
    }

    void bodyComplete() {
        complete = true;
        connection = null;
        finishBody();
    }

    /** The connection ended, or made no sense, before the response was complete. */
    void failed(Throwable reason, boolean begun) {
        connection = null;
        if (over) {
            bodyFailure = Failure.of(new ResponseFailed(name(), reason));
            finishBody();
        } else if (!begun && reused && options.retry() && isRepeatable()) {
            connect();
        } else {
            over = true;
            response.errback(begun ? new ResponseFailed(name(), reason) : new ResponseNeverReceived(name(), reason));
        }
    }

    private boolean isRepeatable() {
        return switch (message.method().name()) {
            case "GET", "HEAD", "OPTIONS", "DELETE", "TRACE" ->
                !message.content().isReadable();
            default -> false;
        };
    }

    // ---- the body

    Deferred<@Nullable Void> sendTo(ByteConsumer to) {
        if (asked) {
            throw new IllegalStateException("the body of " + name() + " was asked for before");
        }
        asked = true;
        if (unread != null && unread.active()) {
            unread.cancel();
        }
        Deferred<@Nullable Void> own = new Deferred<>(self -> abort());
        delivered = own;
        consumer = to;
        ClientConnection open = connection;
        if (open != null) {
            to.registerProducer(open.transport());
            open.bodyAsked();
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

    Deferred<byte[]> collect() {
        Collector collector = new Collector();
        return sendTo(collector).addCallback(nothing -> ByteBufUtil.getBytes(collector.all));
    }

    /** Takes everything up to the limit. */
    private final class Collector implements ByteConsumer {
        private final ByteBuf all = Unpooled.buffer();

        @Override
        public void write(ByteBuf data) {
            boolean fits = all.readableBytes() + data.readableBytes() <= options.maxBody();
            if (fits) {
                all.writeBytes(data);
            }
            data.release();
            if (!fits) {
                ClientConnection open = connection;
                failed(new IllegalStateException("larger than " + options.maxBody() + " bytes"), true);
                if (open != null) {
                    open.forget();
                }
            }
        }

        @Override
        public void registerProducer(PushProducer producer) {}

        @Override
        public void registerProducer(PullProducer producer) {}

        @Override
        public void unregisterProducer() {}
    }
}
