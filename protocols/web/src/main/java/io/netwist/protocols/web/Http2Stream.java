/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.Action;
import java.nio.channels.FileChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream of HTTP/2: a request in, its answer out. */
final class Http2Stream extends ChannelInboundHandlerAdapter implements ResponseChannel {

    /*
     * The channel of a stream is writable as long as its windows and the connection let bytes go; that is what pauses a
     * push producer. A pull producer is asked again when all it has written has gone. Both are called from a task of
     * their own, since promises are kept inside writes.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Http2Stream.class);

    /** How long a client may go on sending after it was refused. */
    private static final Duration LINGER = Duration.ofMillis(500);

    private final Http2Connection connection;

    private final Channel channel;
    private RequestBody body = new RequestBody();

    /** Null before the head. */
    private @Nullable Request request;

    /** Whether the whole request has come. */
    private boolean complete;

    /** Whether our side is over. */
    private boolean ended;

    private long pending;
    private @Nullable PushProducer push;
    private boolean pushPaused;
    private @Nullable PullProducer pull;

    Http2Stream(Http2Connection connection, Channel channel) {
        this.connection = connection;
        this.channel = channel;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connection.opened(this);
    }

    /** Whether a resource is at work, and the client does not keep it waiting. */
    boolean isWaitingForAnswer() {
        return complete && !ended && pending == 0;
    }

    // ---- requests

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        connection.active();
        try {
            if (complete || ended) {
                return;
            }
            if (message instanceof Http2HeadersFrame head) {
                if (request == null) {
                    begin(head);
                } else if (head.isEndStream()) {
                    completed(); // Trailers, which we have no use for.
                }
            } else if (message instanceof Http2DataFrame data) {
                dataReceived(data);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(Http2HeadersFrame head) {
        HttpRequest message;
        RequestTarget target;
        try {
            message = Http2Head.request(head.headers());
            target = RequestTarget.parse(message.uri());
        } catch (IllegalArgumentException e) {
            LOG.debug("{} sent a bad request: {}", peer(), e.getMessage());
            refuse(400, head.isEndStream());
            return;
        }
        SiteOptions options = connection.site().options();
        int wrong = message.uri().length() > options.maxRequestLine() ? 414 : RequestChecks.check(message, options);
        if (wrong != 0 || target == null) {
            refuse(wrong != 0 ? wrong : 400, head.isEndStream());
            return;
        }
        request = new Request(connection.site(), this, message, target, body, false);
        if (head.isEndStream()) {
            completed();
        } else if (RequestChecks.wantsContinue(message)) {
            channel.writeAndFlush(new DefaultHttp2HeadersFrame(Http2Head.status(100)));
        }
    }

    private void dataReceived(Http2DataFrame data) {
        ByteBuf piece = data.content();
        if (body.length() + piece.readableBytes() > connection.site().options().maxBody()) {
            refuse(413, data.isEndStream());
            return;
        }
        body.add(piece);
        if (data.isEndStream()) {
            completed();
        }
    }

    private void completed() {
        complete = true;
        if (request != null) {
            request.process();
        }
    }

    /** Answers with a bare status and wants no more of the request. */
    private void refuse(int status, boolean whole) {
        LOG.debug("{} is refused with {}", peer(), status);
        ended = true;
        request = null;
        body.release();
        channel.writeAndFlush(new DefaultHttp2HeadersFrame(Http2Head.status(status), true));
        if (!whole) {
            loop().callLater(LINGER, this::stopReceiving); // At once, and curl would not see the status.
        }
    }

    private void stopReceiving() {
        if (channel.isActive()) {
            channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
        }
    }

    // ---- the end

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            lost(Failure.of(new ConnectionLost(
                    "The client gave up the stream, with error " + Http2Error.valueOf(reset.errorCode()), null)));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.closed(this);
        lost(Failure.of(new ConnectionDone()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("A stream of {} ends: {}", peer(), cause.toString());
        lost(Failure.of(new ConnectionLost("The stream was lost: " + cause.getMessage(), cause)));
    }

    /** Called more than once; the first reason counts. */
    void lost(Failure reason) {
        ended = true;
        Request unanswered = request;
        request = null;
        PushProducer stoppedPush = push;
        PullProducer stoppedPull = pull;
        push = null;
        pull = null;
        if (stoppedPush != null) {
            guard(stoppedPush::stopProducing);
        }
        if (stoppedPull != null) {
            guard(stoppedPull::stopProducing);
        }
        if (unanswered != null) {
            unanswered.connectionLost(reason);
        }
        body.release();
    }

    private static void guard(Action call) {
        try {
            call.run();
        } catch (Throwable e) {
            LOG.error("A producer threw", e);
        }
    }

    @Override
    public void loseConnection() {
        if (ended) {
            return;
        }
        ended = true;
        if (request != null && request.headSent) {
            channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true));
        } else {
            reset(Http2Error.CANCEL);
        }
    }

    private void reset(Http2Error why) {
        ended = true;
        channel.writeAndFlush(new DefaultHttp2ResetFrame(why));
    }

    // ---- answers

    @Override
    public Address peer() {
        return connection.peer();
    }

    @Override
    public Address host() {
        return connection.host();
    }

    @Override
    public Reactor loop() {
        return connection.loop();
    }

    @Override
    public boolean isSecure() {
        return connection.isSecure();
    }

    @Override
    public boolean canChunk(Request of) {
        return true;
    }

    @Override
    public void writeWhole(Request of, long length, byte[] data) {
        head(of, length, data.length == 0);
        if (data.length > 0) {
            ended = true;
            send(Unpooled.wrappedBuffer(data), true, 0); // It is there whether it is sent or not.
        }
        channel.flush();
    }

    @Override
    public void writeHead(Request of, long length, boolean isChunked) {
        head(of, length, of.isBodySuppressed() || length == 0);
        channel.flush();
    }

    private void head(Request of, long length, boolean isAll) {
        if (ended) {
            return;
        }
        ended = isAll;
        connection.active();
        Http2Headers headers = connection.site().http2Head().response(of, length, length != 0);
        channel.write(new DefaultHttp2HeadersFrame(headers, isAll));
    }

    @Override
    public void writePiece(Request of, ByteBuf data) {
        if (ended) {
            data.release();
            return;
        }
        send(data, false, data.readableBytes());
        channel.flush();
        if (connection.isOverfull()) {
            LOG.warn("{} does not read the answer to {}, and too much waits: its stream ends", peer(), of);
            reset(Http2Error.CANCEL);
            loop().callLater(Duration.ZERO, () -> lost(Failure.of(new ConnectionLost())));
        }
    }

    /** Sends data of which so many bytes are held only for that. */
    private void send(ByteBuf data, boolean isLast, int held) {
        int bytes = data.readableBytes();
        pending += bytes;
        connection.held(held);
        channel.write(new DefaultHttp2DataFrame(data, isLast)).addListener(sent -> sent(sent, bytes, held));
        if (push != null && !pushPaused && !channel.isWritable()) {
            pushPaused = true;
            PushProducer paused = push;
            guard(paused::pauseProducing);
        }
    }

    private void sent(Future<?> written, int bytes, int held) {
        pending -= bytes;
        connection.held(-held);
        if (written.isSuccess()) {
            connection.active();
            if (pull != null && pending == 0) {
                channel.eventLoop().execute(this::pullMore);
            }
        }
    }

    private void pullMore() {
        PullProducer from = pull;
        if (from != null && pending == 0) {
            guard(from::resumeProducing);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (pushPaused && context.channel().isWritable()) {
            context.executor().execute(this::resumePush);
        }
    }

    private void resumePush() {
        PushProducer from = push;
        if (from != null && pushPaused && channel.isWritable()) {
            pushPaused = false;
            guard(from::resumeProducing);
        }
    }

    @Override
    public void writeFile(Request of, FileChannel file, long position, long length) {
        FileBody.send(loop(), of, file, position, length);
    }

    @Override
    public void writeEnd(Request of) {
        if (!ended) {
            ended = true;
            if (of.isClosing()) {
                channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR)); // It is too short.
            } else {
                channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true));
            }
        }
    }

    @Override
    public void breakOff(Request of) {
        request = null;
        reset(Http2Error.INTERNAL_ERROR);
        of.connectionLost(Failure.of(new ConnectionLost()));
    }

    @Override
    public void requestDone(Request of) {
        request = null;
    }

    @Override
    public boolean canSwitch(Request of) {
        return false;
    }

    @Override
    public void switchProtocol(Request of, @Nullable String name, Protocol next) {
        throw new IllegalStateException("a stream of HTTP/2 cannot be given to another protocol");
    }

    @Override
    public void registerProducer(PushProducer producer) {
        if (ended) {
            guard(producer::stopProducing);
        } else {
            push = producer;
            pushPaused = false;
        }
    }

    @Override
    public void registerProducer(PullProducer producer) {
        if (ended) {
            guard(producer::stopProducing);
        } else {
            pull = producer;
            guard(producer::resumeProducing);
        }
    }

    @Override
    public void unregisterProducer() {
        push = null;
        pull = null;
        pushPaused = false;
    }
}
