/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netwist.bridge.netty.MessageProtocol;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection to a server, for one exchange at a time. */
final class ClientConnection extends MessageProtocol<HttpObject> {

    private static final int LIMIT = 16384;

    private final Pool pool;
    private final String key;
    private final Consumer<? super ClientConnection> ready;

    private @Nullable Exchange exchange;
    private boolean interim;
    private boolean begun;
    private boolean persistent;
    private boolean isHead;
    private boolean paused;

    /** While the body of a request is made. */
    private @Nullable BodyWriter sending;

    /** While it is kept. */
    private @Nullable DelayedCall idle;

    ClientConnection(Pool pool, Target target, @Nullable SslHandler tls, Consumer<? super ClientConnection> ready) {
        super(HttpObject.class, handlers(tls));
        this.pool = pool;
        this.key = target.key();
        this.ready = ready;
    }

    private static ChannelHandler[] handlers(@Nullable SslHandler tls) {
        HttpDecoderConfig config =
                new HttpDecoderConfig().setMaxInitialLineLength(LIMIT).setMaxHeaderSize(LIMIT);
        HttpClientCodec codec = new HttpClientCodec(config, false, false);
        return tls == null ? new ChannelHandler[] {codec} : new ChannelHandler[] {tls, codec};
    }

    @Override
    public void connectionMade() {
        ready.accept(this);
    }

    void send(Exchange next, Outgoing message) {
        if (idle != null && idle.active()) {
            idle.cancel();
        }
        exchange = next;
        begun = false;
        isHead = message.head().method().name().equals("HEAD");
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
                reason -> bodySent(next, reason));
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
    protected void messageReceived(HttpObject message) {
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
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (!interim) {
                headReceived(current, response);
            }
        }
        if (message instanceof HttpContent content && !interim && exchange == current) {
            current.bodyReceived(content.content());
            if (message instanceof LastHttpContent && exchange == current) {
                done(current);
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
