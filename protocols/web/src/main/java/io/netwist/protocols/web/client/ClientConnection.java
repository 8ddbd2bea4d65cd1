/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
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

    void send(Exchange next, FullHttpRequest message) {
        if (idle != null && idle.active()) {
            idle.cancel();
        }
        exchange = next;
        begun = false;
        isHead = message.method().name().equals("HEAD");
        persistent = HttpUtil.isKeepAlive(message);
        writeMessage(message);
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
        persistent &= HttpUtil.isKeepAlive(response) && isDelimited(response);
        int code = response.status().code();
        boolean bodiless = isHead || code == 204 || code == 304 || HttpUtil.getContentLength(response, -1L) == 0;
        if (current.headReceived(response, !bodiless)) {
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

    private void done(Exchange finished) {
        exchange = null;
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
        transport().abortConnection();
        if (failed != null) {
            failed.failed(reason, begun);
        }
    }

    /** The exchange wants nothing more of this connection. */
    void forget() {
        exchange = null;
        transport().abortConnection();
    }

    @Override
    public void connectionLost(Failure reason) {
        pool.lost(key, this);
        if (idle != null && idle.active()) {
            idle.cancel();
        }
        Exchange unfinished = exchange;
        exchange = null;
        if (unfinished != null) {
            unfinished.failed(reason.value(), begun);
        }
    }
}
