/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.base64.Base64;
import io.netty.handler.codec.base64.Base64Dialect;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.HttpConversionUtil;
import io.netty.handler.codec.http2.InboundHttpToHttp2Adapter;
import io.netty.handler.ssl.SslHandler;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.netty.ChannelTransport;
import io.netwist.bridge.netty.MessageProtocol;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One HTTP/2 connection: its streams, of which each is an exchange, and its end. */
final class Http2Connection extends MessageProtocol<Object> implements Drainable {

    /*
     * Theory of operation
     *
     * Netty's frame codec and multiplexer make a channel of each stream, with flow control both ways; Http2Stream is the
     * handler in it. What is left for here is the connection as a whole. It is idle when no bytes move and no resource is
     * making an answer: then it ends, in order if no stream is open, as a fault of the client if one is.
     *
     * A server that stops says so with a first GOAWAY that refuses nothing, since requests may be under way, and a moment
     * later with one that names the last stream it serves. When that is answered the connection ends.
     *
     * Faults that concern the whole connection are answered by the codec, with GOAWAY and the end; we hear of them to
     * count and log them.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Http2Connection.class);

    /** How long requests may be under way that a client has sent before it knew of the end. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(1);

    private static final int SETTING_BYTES = 6;

    /** What may wait to be sent when nobody regards the client's pace: as for a connection of HTTP/1. */
    private static final long MAX_HELD = 16L << 20;

    private final Site site;
    private final SiteOptions options;
    private final Http2FrameCodec codec;
    private final Set<Http2Stream> streams = new LinkedHashSet<>();

    private long held;
    private boolean finishing;
    private boolean secure;
    private long lastActivity;
    private @Nullable DelayedCall timer;

    Http2Connection(Site site) {
        this(site, codec(site.options()), new Streams());
    }

    private Http2Connection(Site site, Http2FrameCodec codec, Streams made) {
        super(Object.class, codec, new Http2MultiplexHandler(made), new Faults(site));
        this.site = site;
        this.options = site.options();
        this.codec = codec;
        made.connection = this;
    }

    private static Http2FrameCodec codec(SiteOptions options) {
        Http2Options http2 = options.http2();
        int period = (int) Math.min(Integer.MAX_VALUE, http2.resetPeriod().toSeconds());
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(http2.maxStreams())
                        .initialWindowSize(http2.window())
                        .maxHeaderListSize(options.maxHeaderBytes()))
                .encoderEnforceMaxQueuedControlFrames(http2.maxControlFrames())
                .decoderEnforceMaxRstFramesPerWindow(http2.maxResets(), period)
                .encoderEnforceMaxRstFramesPerWindow(http2.maxResets(), period)
                .build();
    }

    /** Gives each stream its handler. */
    private static final class Streams extends ChannelInitializer<Channel> {
        /** Set at once after it was made, which needs this. */
        private @Nullable Http2Connection connection;

        @Override
        protected void initChannel(Channel stream) {
            if (connection != null) {
                stream.pipeline().addLast(new Http2Stream(connection, stream));
            }
        }
    }

    /** Notes what ends a connection; the codec does the rest. */
    private static final class Faults extends ChannelInboundHandlerAdapter {
        private final Site site;

        Faults(Site site) {
            this.site = site;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            Http2Exception fault = Http2CodecUtil.getEmbeddedHttp2Exception(cause);
            if (fault == null) {
                ctx.fireExceptionCaught(cause);
            } else if (fault.error() == Http2Error.ENHANCE_YOUR_CALM) {
                site.flooded();
                LOG.warn(
                        "{} floods its HTTP/2 connection, which is closed: {}",
                        ctx.channel().remoteAddress(),
                        fault.getMessage());
            } else {
                LOG.debug(
                        "{} breaks HTTP/2, which ends its connection: {}",
                        ctx.channel().remoteAddress(),
                        fault.getMessage());
            }
        }
    }

    @Override
    public void connectionMade() {
        transport().as(TcpTransport.class).ifPresent(tcp -> tcp.setTcpNoDelay(true));
        ChannelTransport over = transport().as(ChannelTransport.class).orElseThrow();
        secure = over.pipeline().get(SslHandler.class) != null;
        lastActivity = reactor().nanoTime();
        if (!options.idleTimeout().isZero()) {
            timer = reactor().callLater(options.idleTimeout(), this::look);
        }
    }

    /** After a 101: the request that asked for it is the first stream. Throws IllegalArgumentException for bad settings. */
    void begin(Http2Settings settings, HttpRequest message) throws Exception {
        ChannelHandlerContext ctx =
                transport().as(ChannelTransport.class).orElseThrow().pipeline().context(codec);
        codec.onHttpServerUpgrade(settings);
        HttpHeaders headers = message.headers().copy();
        headers.set(HttpConversionUtil.ExtensionHeaderNames.STREAM_ID.text(), Http2CodecUtil.HTTP_UPGRADE_STREAM_ID);
        new InboundHttpToHttp2Adapter(codec.connection(), codec.decoder().frameListener())
                .channelRead(
                        ctx,
                        new DefaultFullHttpRequest(
                                message.protocolVersion(),
                                message.method(),
                                message.uri(),
                                Unpooled.EMPTY_BUFFER,
                                headers,
                                EmptyHttpHeaders.INSTANCE));
    }

    /** What an HTTP2-Settings header says; null if that makes no sense. RFC 7540, section 3.2.1. */
    static @Nullable Http2Settings settings(String header) {
        ByteBuf text = Unpooled.copiedBuffer(header, StandardCharsets.US_ASCII);
        ByteBuf payload = null;
        try {
            payload = Base64.decode(text, Base64Dialect.URL_SAFE);
            if (payload.readableBytes() % SETTING_BYTES != 0) {
                return null;
            }
            Http2Settings settings = new Http2Settings();
            while (payload.isReadable()) {
                settings.put((char) payload.readUnsignedShort(), Long.valueOf(payload.readUnsignedInt()));
            }
            return settings;
        } catch (IllegalArgumentException e) {
            return null;
        } finally {
            text.release();
            if (payload != null) {
                payload.release();
            }
        }
    }

    /** Frames that concern no stream; the codec has answered them. */
    @Override
    protected void messageReceived(Object frame) {}

    // ---- called by the streams

    void opened(Http2Stream stream) {
        streams.add(stream);
        active();
    }

    void closed(Http2Stream stream) {
        streams.remove(stream);
        active();
        if (finishing && streams.isEmpty() && codec.connection().goAwaySent() && !isAnnouncing()) {
            transport().loseConnection();
        }
    }

    /** More, or less, is in memory only because it waits to be sent. */
    void held(int bytes) {
        held += bytes;
    }

    boolean isOverfull() {
        return held > MAX_HELD;
    }

    /** Bytes have moved. */
    void active() {
        lastActivity = reactor().nanoTime();
    }

    Site site() {
        return site;
    }

    Reactor loop() {
        return reactor();
    }

    Address peer() {
        return transport().getPeer();
    }

    Address host() {
        return transport().getHost();
    }

    boolean isSecure() {
        return secure;
    }

    // ---- the end

    /** Between the two GOAWAYs. */
    private @Nullable DelayedCall announcing;

    private boolean isAnnouncing() {
        return announcing != null && announcing.active();
    }

    @Override
    public void drain() {
        finishing = true;
        writeMessage(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
        announcing = reactor().callLater(UNDER_WAY, () -> {
            writeMessage(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
            if (streams.isEmpty()) {
                transport().loseConnection();
            }
        });
    }

    /** The timer: ends the connection if nothing has happened, else sets itself again. */
    private void look() {
        boolean working = streams.stream().anyMatch(Http2Stream::isWaitingForAnswer);
        long idle = reactor().nanoTime() - lastActivity;
        long left = working
                ? options.idleTimeout().toNanos()
                : options.idleTimeout().toNanos() - idle;
        if (left > 0) {
            timer = reactor().callLater(Duration.ofNanos(left), this::look);
            return;
        }
        LOG.debug("{} was idle for {}", transport().getPeer(), options.idleTimeout());
        writeMessage(new DefaultHttp2GoAwayFrame(streams.isEmpty() ? Http2Error.NO_ERROR : Http2Error.PROTOCOL_ERROR));
        transport().loseConnection();
        if (!options.abortTimeout().isZero()) {
            timer = reactor()
                    .callLater(options.abortTimeout(), () -> transport().abortConnection());
        }
    }

    @Override
    public void connectionLost(Failure reason) {
        if (timer != null && timer.active()) {
            timer.cancel();
        }
        if (announcing != null && announcing.active()) {
            announcing.cancel();
        }
        Set.copyOf(streams).forEach(stream -> stream.lost(reason));
    }
}
