/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netwist.bridge.Buffering;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.netty.ChannelTransport;
import io.netwist.bridge.netty.MessageProtocol;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection to a server, for one exchange at a time. */
final class ClientConnection extends MessageProtocol<Object> implements Buffering {

    private static final int LIMIT = 16384;

    private final Pool pool;
    private final String key;
    private final Consumer<? super ClientConnection> ready;

    private @Nullable Exchange exchange;
    private boolean interim;
    private boolean begun;
    private boolean persistent;
    private boolean isHead;
    private boolean isUpgradeAsked;
    private boolean paused;

    /** While the body of a request is made. */
    private @Nullable BodyWriter sending;

    /** While it is kept, or waits for the protocol that it is to speak after an upgrade. */
    private @Nullable DelayedCall idle;

    private final HttpClientCodec codec;

    /** From the head of a 101 on. */
    private boolean switching;

    /** What is spoken after an upgrade; null while nobody has said. */
    private @Nullable Protocol next;

    /** What came after a 101. */
    private @Nullable ByteBuf rest;

    /** Among those that its host may have. */
    private final Pool.Place place;

    private long born;

    ClientConnection(Pool pool, Target target, Pool.Place place, Consumer<? super ClientConnection> ready) {
        this(pool, target, place, codec(), ready);
    }

    private ClientConnection(
            Pool pool,
            Target target,
            Pool.Place place,
            HttpClientCodec codec,
            Consumer<? super ClientConnection> ready) {
        super(Object.class, codec);
        this.codec = codec;
        this.pool = pool;
        this.place = place;
        this.key = target.key();
        this.ready = ready;
    }

    private static HttpClientCodec codec() {
        HttpDecoderConfig config =
                new HttpDecoderConfig().setMaxInitialLineLength(LIMIT).setMaxHeaderSize(LIMIT);
        return new HttpClientCodec(config, false, false);
    }

    @Override
    public void connectionMade() {
        born = reactor().nanoTime();
        ready.accept(this);
    }

    /** When it was made, on the reactor's clock. */
    long born() {
        return born;
    }

    void send(Exchange sender, Outgoing message) {
        if (idle != null && idle.active()) {
            idle.cancel();
        }
        exchange = sender;
        begun = false;
        isHead = message.head().method().name().equals("HEAD");
        isUpgradeAsked = message.head().headers().contains(HttpHeaderNames.UPGRADE);
        persistent = HttpUtil.isKeepAlive(message.head());
        HttpRequest head = message.head();
        BodyProducer producer = message.producer();
        if (producer == null) {
            byte[] bytes = message.bytes();
            writeMessage(new DefaultFullHttpRequest(
                    head.protocolVersion(),
                    head.method(),
                    head.uri(),
                    bytes == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes),
                    head.headers(),
                    EmptyHttpHeaders.INSTANCE));
            return;
        }
        writeMessage(new DefaultHttpRequest(head.protocolVersion(), head.method(), head.uri(), head.headers()));
        BodyWriter writer = new BodyWriter(
                producer,
                transport(),
                piece -> writeMessage(new DefaultHttpContent(piece)),
                reason -> bodySent(sender, reason));
        sending = writer;
        writer.begin();
    }

    private void bodySent(Exchange sender, @Nullable Throwable reason) {
        sending = null;
        if (reason == null) {
            writeMessage(LastHttpContent.EMPTY_LAST_CONTENT);
            return;
        }
        boolean current = exchange == sender;
        exchange = null;
        transport().abortConnection();
        if (current) {
            sender.generationFailed(reason);
        }
    }

    private void stopSending() {
        BodyWriter writer = sending;
        sending = null;
        if (writer != null) {
            writer.stop();
        }
    }

    @Override
    protected void messageReceived(Object received) {
        if (!(received instanceof HttpObject message)) {
            keep((ByteBuf) received);
            return;
        }
        Exchange current = exchange;
        if (current == null) {
            transport().loseConnection(); // Nobody asked.
            return;
        }
        begun = true;
        if (message.decoderResult().isFailure()) {
            fail(message.decoderResult().cause());
            return;
        }
        if (message instanceof HttpResponse response) {
            boolean upgrade = response.status().code() == 101 && isUpgradeAsked;
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL && !upgrade;
            switching = upgrade;
            if (!interim) {
                headReceived(current, response);
            }
        }
        if (message instanceof HttpContent content && !interim && exchange == current) {
            current.bodyReceived(content.content());
            if (message instanceof LastHttpContent && exchange == current) {
                if (switching) {
                    leaveHttp(current);
                } else {
                    done(current);
                }
            }
        }
    }

    private void headReceived(Exchange current, HttpResponse response) {
        if (!isVersionKnown(response)) {
            fail(new IllegalArgumentException("version " + response.protocolVersion()));
            return;
        }
        boolean delimited = isDelimited(response);
        persistent &= HttpUtil.isKeepAlive(response) && delimited;
        if (switching) {
            current.upgraded(this, response);
            return;
        }
        int code = response.status().code();
        boolean bodiless = isHead || code == 204 || code == 304 || HttpUtil.getContentLength(response, -1L) == 0;
        if (current.headReceived(response, !bodiless, delimited || bodiless)) {
            paused = true;
            transport().pauseProducing();
        }
    }

    private static boolean isVersionKnown(HttpMessage message) {
        return message.protocolVersion().equals(HttpVersion.HTTP_1_1)
                || message.protocolVersion().equals(HttpVersion.HTTP_1_0);
    }

    private static boolean isDelimited(HttpResponse response) {
        int code = response.status().code();
        return HttpUtil.isContentLengthSet(response)
                || HttpUtil.isTransferEncodingChunked(response)
                || code == 204
                || code == 304;
    }

    /** Somebody wants the body. */
    void bodyAsked() {
        if (paused) {
            paused = false;
            transport().resumeProducing();
        }
    }

    /** Somebody wants the body, and not now. */
    void holdBody() {
        if (!paused) {
            paused = true;
            transport().pauseProducing();
        }
    }

    // ---- after a 101

    /** Gives the connection away; called once, during the head of the 101 or later. */
    void switchTo(Protocol protocol) {
        next = protocol;
        if (exchange == null) {
            switchNow(protocol);
        }
    }

    private void leaveHttp(Exchange finished) {
        exchange = null;
        stopSending();
        transport().as(ChannelTransport.class).orElseThrow().pipeline().remove(codec); // What follows comes as bytes.
        finished.bodyComplete();
        if (next != null) {
            switchNow(next);
        } else {
            holdBody();
            idle = pool.abortLater(this);
        }
    }

    private void switchNow(Protocol protocol) {
        if (idle != null && idle.active()) {
            idle.cancel();
        }
        place.release(); // It is no connection of HTTP any more.
        transport().switchProtocol(protocol);
        if (paused) {
            transport().resumeProducing();
        }
    }

    private void keep(ByteBuf bytes) {
        if (rest == null) {
            rest = Unpooled.buffer(bytes.readableBytes());
        }
        rest.writeBytes(bytes);
    }

    @Override
    public @Nullable ByteBuf takeRemaining() {
        ByteBuf taken = rest;
        rest = null;
        return taken;
    }

    // ---- the end

    private void done(Exchange finished) {
        exchange = null;
        bodyAsked(); // Its reader may have paused after the last piece.
        if (sending != null) {
            persistent = false; // The answer is there, so nobody wants the rest of the question.
            stopSending();
        }
        if (persistent && !transport().isDisconnecting()) {
            idle = pool.keep(key, this);
        } else {
            transport().loseConnection();
        }
        finished.bodyComplete();
    }

    private void fail(Throwable reason) {
        Exchange failed = exchange;
        exchange = null;
        stopSending();
        transport().abortConnection();
        if (failed != null) {
            failed.failed(reason, begun);
        }
    }

    @Override
    public void connectionLost(Failure reason) {
        pool.lost(key, this);
        place.release();
        if (rest != null) {
            rest.release();
            rest = null;
        }
        if (idle != null && idle.active()) {
            idle.cancel();
        }
        stopSending();
        Exchange unfinished = exchange;
        exchange = null;
        if (unfinished != null) {
            unfinished.failed(reason.value(), begun);
        }
    }
}
