/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.netty.ChannelTransport;
import io.netwist.bridge.netty.MessageProtocol;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One HTTP/1 connection: requests in, answers out, strictly one after the other. */
final class Http1Connection extends MessageProtocol<HttpObject> implements HalfCloseable, Drainable, ResponseChannel {

    /*
     * Theory of operation
     *
     * At any time the connection waits for a request, or reads one ("incoming", its body being collected), or has one
     * answered ("current"), or waits for the client to take what was sent ("draining"), or is "ended". What the decoder
     * delivers while it cannot be looked at waits in "ahead". The first thing put there pauses reading, so that is at
     * most what one read gave; as long as nothing is there we go on reading, and so notice when the client leaves.
     *
     * After every 64 KiB sent the next request waits until all of it is in the client's hands (or its kernel's): a
     * client that asks without reading costs us no more than that, and a file in flight holds one descriptor.
     *
     * The peer's end of stream ends the connection when nothing is being answered. Otherwise the answer may go on for a
     * while, since the peer may have closed one direction only; a resource that takes longer is told that its client
     * has gone, which is what the end of stream means nearly always.
     *
     * A server that is about to stop makes its connections "finishing": the next answer says Connection: close unless
     * another request is here already. A connection without a request is closed only when it has been silent for a
     * moment: a client that is busy would otherwise find its next request, which is under way, unanswered.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Http1Connection.class);

    /** How long a client may go on sending after an answer that ends the connection early. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    /** How long a resource may go on after the peer's end of stream. */
    private static final Duration HALF_CLOSED = Duration.ofSeconds(1);

    /** How long a connection must have been silent for its client not to be sending a request just now. */
    private static final Duration SILENT = Duration.ofSeconds(1);

    private static final int DRAIN_AFTER = 64 * 1024;

    /** Bodies up to this are copied behind their head: one buffer, one write. */
    private static final int COPIED = 16 * 1024;

    private static final byte[] CONTINUE = ResponseHead.ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] UPGRADE_TO_HTTP2 =
            ResponseHead.ascii("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
    private static final byte[] LAST_CHUNK = ResponseHead.ascii("0\r\n\r\n");

    private final Site site;
    private final SiteOptions options;

    private @Nullable Request incoming;
    private @Nullable RequestBody body;
    private @Nullable Request current;
    private boolean draining;
    private boolean ended;
    private boolean finishing;
    private @Nullable DelayedCall lastCall;
    private @Nullable ArrayDeque<HttpObject> ahead;
    private boolean paused;
    private boolean pumping;
    private boolean inputShut;

    /** Whether the answer under way is chunked. */
    private boolean chunked;

    /** Whether the end of the answer under way can be seen only by the end of the connection. */
    private boolean endless;

    private long sentSinceDrain;

    // Time limits: one timer, which looks at what happened since it was set.
    private @Nullable DelayedCall timer;
    private long lastActivity;
    private final SendProgress progress = new SendProgress();

    private Channel channel;
    private boolean secure;
    private boolean zeroCopy;

    private final StrictRequestDecoder decoder;

    /** What has the connection after an upgrade; whoever serves us still asks us to finish. */
    private @Nullable Protocol successor;

    Http1Connection(Site site) {
        this(site, new StrictRequestDecoder(site.options()));
    }

    private Http1Connection(Site site, StrictRequestDecoder decoder) {
        super(HttpObject.class, decoder);
        this.decoder = decoder;
        this.site = site;
        this.options = site.options();
    }

    @Override
    public void connectionMade() {
        transport().as(TcpTransport.class).ifPresent(tcp -> tcp.setTcpNoDelay(true));
        channel = transport().as(ChannelTransport.class).orElseThrow().channel();
        secure = channel.pipeline().get(SslHandler.class) != null;
        zeroCopy = !secure && channel instanceof DuplexChannel;
        lastActivity = reactor().nanoTime();
        if (options.http2().enabled()) {
            decoder.onHttp2(this::speakHttp2);
        }
        if (!options.idleTimeout().isZero()) {
            timer = reactor().callLater(options.idleTimeout(), this::look);
        }
    }

    // ---- requests

    @Override
    protected void messageReceived(HttpObject message) {
        if (message != LastHttpContent.EMPTY_LAST_CONTENT) {
            lastActivity = reactor().nanoTime();
        }
        if (isBusy() || (ahead != null && !ahead.isEmpty())) {
            if (!ended) {
                hold(message);
            }
        } else {
            take(message);
        }
    }

    private boolean isBusy() {
        return current != null || draining || ended;
    }

    private void hold(HttpObject message) {
        if (ahead == null) {
            ahead = new ArrayDeque<>();
        }
        ahead.add(ReferenceCountUtil.retain(message));
        if (!paused) {
            paused = true;
            transport().pauseProducing();
        }
    }

    private void take(HttpObject message) {
        if (message.decoderResult().isFailure()) {
            refuse(RequestChecks.status(message.decoderResult().cause()));
            return;
        }
        if (message instanceof HttpRequest request) {
            begin(request);
        }
        if (message instanceof HttpContent content && incoming != null) {
            Request whole = incoming;
            RequestBody collected = Objects.requireNonNull(body);
            if (collected.length() + content.content().readableBytes() > options.maxBody()) {
                refuse(413);
                return;
            }
            collected.add(content.content());
            if (message instanceof LastHttpContent) {
                incoming = null;
                body = null;
                if (!upgradeToHttp2(whole, collected)) {
                    current = whole;
                    whole.process();
                }
            }
        }
    }

    private void begin(HttpRequest message) {
        int wrong = RequestChecks.check(message, options);
        RequestTarget target = wrong == 0 ? RequestTarget.of(message) : null;
        if (wrong != 0 || target == null) {
            refuse(wrong != 0 ? wrong : 400);
            return;
        }
        RequestBody collected = new RequestBody();
        incoming = new Request(site, this, message, target, collected, !RequestChecks.persists(message));
        body = collected;
        if (RequestChecks.wantsContinue(message)) {
            transport().write(CONTINUE);
        }
    }

    /** Answers with a bare status line and ends the connection: nothing that follows means anything. */
    private void refuse(int status) {
        LOG.debug("{} is refused with {}", transport().getPeer(), status);
        dropIncoming();
        transport().write(ResponseHead.ascii("HTTP/1.1 " + status + ' ' + ResponseHead.reason(status) + "\r\n\r\n"));
        end();
        transport().loseConnection(LINGER);
    }

    private void dropIncoming() {
        if (body != null) {
            body.release();
        }
        incoming = null;
        body = null;
    }

    private void end() {
        ended = true;
        if (ahead != null) {
            ahead.forEach(ReferenceCountUtil::release);
            ahead = null;
        }
    }

    @Override
    public void requestDone(Request request) {
        current = null;
        chunked = false;
        endless = false;
        lastActivity = reactor().nanoTime();
        if (ended) {
            return;
        }
        if (request.isClosing()) {
            end();
            if (finishing) {
                transport().loseConnection(SILENT);
            } else {
                transport().loseConnection();
            }
        } else if (sentSinceDrain > DRAIN_AFTER) {
            draining = true;
            transport().registerProducer(new Drain());
        } else {
            pump();
        }
    }

    /** Goes on with what has come meanwhile. */
    private void pump() {
        if (pumping) {
            return; // Called from below: the loop there goes on.
        }
        pumping = true;
        try {
            while (!isBusy() && ahead != null) {
                HttpObject next = ahead.poll();
                if (next == null) {
                    ahead = null;
                } else {
                    try {
                        take(next);
                    } finally {
                        ReferenceCountUtil.release(next);
                    }
                }
            }
        } finally {
            pumping = false;
        }
        if (isBusy()) {
            return;
        }
        if (inputShut) {
            end();
            transport().loseConnection();
        } else if (paused) {
            paused = false;
            transport().resumeProducing();
        }
        if (finishing) {
            closeWhenSilent();
        }
    }

    /** Waits until everything written has been sent. */
    private final class Drain implements PullProducer {
        private boolean first = true;

        @Override
        public void resumeProducing() {
            if (first) {
                first = false;
                writeMessage(Unpooled.EMPTY_BUFFER); // Something to be asked again after.
                return;
            }
            transport().unregisterProducer();
            draining = false;
            sentSinceDrain = 0;
            lastActivity = reactor().nanoTime();
            pump();
        }

        @Override
        public void stopProducing() {}
    }

    // ---- the end

    @Override
    public void drain() throws Exception {
        if (successor != null) {
            if (successor instanceof Drainable drainable) {
                drainable.drain();
            } else {
                transport().loseConnection();
            }
            return;
        }
        finishing = true;
        closeWhenSilent();
    }

    private void closeWhenSilent() {
        if (isBusy() || incoming != null || (lastCall != null && lastCall.active())) {
            return;
        }
        long left = SILENT.toNanos() - (reactor().nanoTime() - lastActivity);
        if (left > 0) {
            lastCall = reactor().callLater(Duration.ofNanos(left), this::closeWhenSilent);
        } else {
            end();
            transport().loseConnection();
        }
    }

    /** The head of an answer is about to be written. */
    private void sayIfLast(Request request) {
        if (finishing && (ahead == null || ahead.isEmpty())) {
            request.closeAfter();
        }
    }

    @Override
    public void readConnectionLost() {
        inputShut = true;
        if (!isBusy() && (ahead == null || ahead.isEmpty())) {
            dropIncoming();
            end();
            transport().loseConnection();
        } else if (current != null) {
            Request slow = current;
            reactor().callLater(HALF_CLOSED, () -> clientGone(slow));
        }
    }

    private void clientGone(Request slow) {
        if (current == slow) {
            slow.stopProducer();
            current = null;
            slow.connectionLost(Failure.of(new ConnectionDone()));
            end();
            transport().loseConnection();
        }
    }

    @Override
    public void writeConnectionLost() {}

    @Override
    public void connectionLost(Failure reason) {
        end();
        dropIncoming();
        stopTimers();
        Request unanswered = current;
        current = null;
        if (unanswered != null) {
            unanswered.connectionLost(reason);
        }
    }

    private void stopTimers() {
        if (timer != null && timer.active()) {
            timer.cancel();
        }
        if (lastCall != null && lastCall.active()) {
            lastCall.cancel();
        }
    }

    /** The timer: ends the connection if nothing has happened, else sets itself again. */
    private void look() {
        long idle = reactor().nanoTime() - lastActivity;
        long left = options.idleTimeout().toNanos() - idle;
        if (current != null) {
            left = options.idleTimeout().toNanos();
        } else if (draining || ended) {
            if (progress.isStuck(channel)) {
                transport().abortConnection();
                return;
            }
            left = options.idleTimeout().toNanos();
        }
        if (left > 0) {
            timer = reactor().callLater(Duration.ofNanos(left), this::look);
            return;
        }
        LOG.debug("{} was idle for {}", transport().getPeer(), options.idleTimeout());
        dropIncoming();
        end();
        transport().loseConnection();
        if (!options.abortTimeout().isZero()) {
            timer = reactor()
                    .callLater(options.abortTimeout(), () -> transport().abortConnection());
        }
    }

    @Override
    public void loseConnection() {
        end();
        transport().loseConnection();
    }

    // ---- answers

    @Override
    public Address peer() {
        return transport().getPeer();
    }

    @Override
    public Address host() {
        return transport().getHost();
    }

    @Override
    public Reactor loop() {
        return reactor();
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public boolean canChunk(Request request) {
        return request.isHttp11();
    }

    @Override
    public void writeWhole(Request request, long length, byte[] data) {
        sayIfLast(request);
        boolean copied = data.length <= COPIED;
        ByteBuf out = channel.alloc().buffer(ResponseHead.ESTIMATE + (copied ? data.length : 0));
        site.head().write(out, request, length, false);
        sentSinceDrain += out.readableBytes() + data.length;
        if (copied) {
            out.writeBytes(data);
            transport().write(out);
        } else {
            transport().write(out);
            transport().write(Unpooled.wrappedBuffer(data));
        }
    }

    @Override
    public void writeHead(Request request, long length, boolean isChunked) {
        chunked = isChunked;
        endless = length < 0 && !isChunked;
        sayIfLast(request);
        ByteBuf out = channel.alloc().buffer(ResponseHead.ESTIMATE);
        site.head().write(out, request, length, isChunked);
        sentSinceDrain += out.readableBytes();
        transport().write(out);
    }

    @Override
    public void writePiece(Request request, ByteBuf data) {
        sentSinceDrain += data.readableBytes();
        if (!chunked) {
            transport().write(data);
            return;
        }
        ResponseHead.writeChunk(transport(), channel.alloc(), data, COPIED);
    }

    @Override
    public void writeFile(Request request, FileChannel file, long position, long length) {
        if (zeroCopy && !chunked) {
            sentSinceDrain += length;
            writeMessage(new DefaultFileRegion(file, position, length));
            request.finish();
        } else {
            FileBody.send(reactor(), request, file, position, length);
        }
    }

    @Override
    public void writeEnd(Request request) {
        if (chunked && !request.isBodySuppressed()) {
            transport().write(LAST_CHUNK);
        }
    }

    @Override
    public void breakOff(Request request) {
        current = null;
        end();
        if (endless) {
            transport().abortConnection();
        } else {
            transport().loseConnection();
        }
        request.connectionLost(Failure.of(new ConnectionLost()));
    }

    @Override
    public boolean canSwitch(Request request) {
        // What is ahead was read as HTTP: a client must not go on before it has seen the 101.
        return current == request && request.isHttp11() && !inputShut && (ahead == null || ahead.isEmpty());
    }

    @Override
    public void switchProtocol(Request request, @Nullable String name, Protocol next) {
        ByteBuf out = channel.alloc().buffer(ResponseHead.ESTIMATE);
        site.head().writeSwitching(out, request, name);
        transport().write(out);
        current = null;
        give(next);
        channel.pipeline().remove(decoder); // What it has not decoded goes on to the next protocol.
    }

    private void give(Protocol next) {
        end();
        stopTimers();
        successor = next;
        transport().switchProtocol(next);
    }

    /** The client has begun with HTTP/2, because we offered it over TLS or because it knows. */
    private void speakHttp2() {
        give(new Http2Connection(site));
        channel.pipeline().remove(decoder);
    }

    /** A client may ask for HTTP/2 with its first request; with a body that is too much trouble, and we need not. */
    private boolean upgradeToHttp2(Request request, RequestBody collected) {
        String settings = request.getHeader("HTTP2-Settings");
        if (settings == null || !options.http2().enabled() || secure || collected.length() > 0) {
            return false;
        }
        Http2Settings first = Http2Connection.settings(settings);
        if (first == null || !request.asksFor("h2c") || ahead != null) {
            return false;
        }
        Http2Connection next = new Http2Connection(site);
        transport().write(UPGRADE_TO_HTTP2);
        give(next);
        try {
            next.begin(first, request.message);
        } catch (Exception e) {
            LOG.debug("{} asked for HTTP/2 as nobody can", transport().getPeer(), e);
            transport().abortConnection();
        }
        channel.pipeline().remove(decoder);
        return true;
    }

    @Override
    public void registerProducer(PushProducer producer) {
        transport().registerProducer(producer);
    }

    @Override
    public void registerProducer(PullProducer producer) {
        transport().registerProducer(producer);
    }

    @Override
    public void unregisterProducer() {
        transport().unregisterProducer();
    }
}
