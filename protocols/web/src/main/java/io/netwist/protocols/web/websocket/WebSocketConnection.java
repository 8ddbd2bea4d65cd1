/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.netty.MessageProtocol;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.Action;
import io.netwist.deferred.time.DelayedCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket after its handshake, on either side: frames in, messages to the protocol, and the way it ends. */
final class WebSocketConnection extends MessageProtocol<Object> implements Drainable {

    /*
     * Theory of operation
     *
     * Either side ends a WebSocket by a Close frame, the other one answers with one, and then the server closes the
     * connection beneath. "ending" is set with the first of the two that is sent or received, and is what the protocol
     * is told at the end; "closeSent" says that we have nothing more to send. A peer that breaks a rule gets a Close
     * frame that says which, and nothing that it sends afterwards is looked at.
     *
     * Input that is paused holds back a Close frame too, and pongs. So nobody is called silent while we do not listen,
     * and whoever asks for the end listens again.
     */

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketProtocol.class);

    private static final int MAX_CONTROL = 125;
    private static final int ABNORMAL = 1006;
    private static final int INTERNAL_ERROR = 1011;
    private static final Duration LINGER = Duration.ofSeconds(5);

    /** What our own pings carry; the answers to them are not the protocol's. */
    private static final byte[] KEEP_ALIVE = "netwist".getBytes(StandardCharsets.US_ASCII);

    private final boolean isServer;
    private final WebSocketProtocol protocol;
    private final WebSocketOptions options;
    private final String subprotocol;
    private final Codec codec;
    private final MessageAssembly assembly;
    private final Handle handle = new Handle();

    private @Nullable WebSocketClosed ending;
    private boolean closeSent;

    /** Whether nothing that still comes matters. */
    private boolean deaf;

    /** Set when a producer is registered and somebody asked for the end: what happens once it is done. */
    private @Nullable Runnable closeLater;

    private boolean hasProducer;
    private boolean paused;

    /** Pings since the last byte from the peer. */
    private int unanswered;

    private @Nullable DelayedCall pingTimer;
    private @Nullable DelayedCall closeTimer;

    WebSocketConnection(
            boolean isServer,
            WebSocketProtocol protocol,
            WebSocketOptions options,
            String subprotocol,
            @Nullable WebSocketExtension compression) {
        this(isServer, protocol, options, subprotocol, new Codec(isServer, options, compression));
    }

    private WebSocketConnection(
            boolean isServer, WebSocketProtocol protocol, WebSocketOptions options, String subprotocol, Codec codec) {
        super(Object.class, codec.handlers);
        this.isServer = isServer;
        this.protocol = protocol;
        this.options = options;
        this.subprotocol = subprotocol;
        this.codec = codec;
        this.assembly = new MessageAssembly(options.maxMessage());
    }

    @Override
    public void connectionMade() {
        setPingTimer();
        guard(() -> protocol.makeConnection(handle));
        if (!deaf) {
            guard(protocol::negotiationFinished);
        }
    }

    /** Calls the protocol; what it throws is logged and ends the connection. */
    private void guard(Action call) {
        try {
            call.run();
        } catch (Throwable e) {
            LOG.error(
                    "{} threw; its WebSocket to {} is closed",
                    protocol.getClass().getName(),
                    transport().getPeer(),
                    e);
            fail(INTERNAL_ERROR, "");
        }
    }

    // ---- what comes

    @Override
    protected void messageReceived(Object message) {
        if (deaf) {
            return;
        }
        if (message instanceof Violation wrong) {
            fail(wrong);
        } else if (message instanceof WebSocketFrame frame) {
            try {
                frameReceived(frame);
            } catch (Violation e) {
                fail(e);
            }
        } else {
            throw new IllegalStateException("unexpected message " + message);
        }
    }

    private void frameReceived(WebSocketFrame frame) throws Violation {
        boolean control = !(frame instanceof TextWebSocketFrame
                || frame instanceof BinaryWebSocketFrame
                || frame instanceof ContinuationWebSocketFrame);
        boolean mayBeCompressed = codec.inflation != null && !control && !(frame instanceof ContinuationWebSocketFrame);
        if ((frame.rsv() & (mayBeCompressed ? 3 : 7)) != 0) {
            throw new Violation(WebSocketCloseStatus.PROTOCOL_ERROR.code(), "a reserved bit that nobody agreed on");
        }
        if (frame instanceof PingWebSocketFrame) {
            if (!closeSent) {
                writeMessage(new PongWebSocketFrame(frame.content().retain()));
            }
        } else if (frame instanceof PongWebSocketFrame) {
            pong(frame.content());
        } else if (frame instanceof CloseWebSocketFrame close) {
            closeReceived(close);
        } else if (!closeSent) {
            dataReceived(frame);
        }
    }

    private void pong(ByteBuf payload) {
        if (!payload.equals(Unpooled.wrappedBuffer(KEEP_ALIVE))) {
            guard(() -> protocol.pongReceived(payload));
        }
    }

    private void dataReceived(WebSocketFrame frame) throws Violation {
        if (codec.inflation == null) {
            fragment(frame);
            return;
        }
        WebSocketFrame inflated = codec.inflation.inflate(frame);
        if (inflated != null) {
            try {
                fragment(inflated);
            } finally {
                inflated.release();
            }
        }
    }

    private void fragment(WebSocketFrame frame) throws Violation {
        ByteBuf content = frame.content();
        boolean isLast = frame.isFinalFragment();
        if (frame instanceof ContinuationWebSocketFrame) {
            assembly.add(content, isLast);
            if (isLast) {
                deliverAssembled();
            }
        } else if (!isLast) {
            assembly.begin(frame instanceof TextWebSocketFrame, content);
        } else if (frame instanceof TextWebSocketFrame) {
            String text = assembly.whole(content);
            guard(() -> protocol.textMessageReceived(text));
        } else {
            assembly.check(content);
            guard(() -> protocol.bytesMessageReceived(content));
        }
    }

    private void deliverAssembled() {
        if (assembly.isText()) {
            String text = assembly.takeText();
            guard(() -> protocol.textMessageReceived(text));
            return;
        }
        ByteBuf bytes = assembly.takeBytes();
        try {
            guard(() -> protocol.bytesMessageReceived(bytes));
        } finally {
            bytes.release();
        }
    }

    // ---- the end

    private void closeReceived(CloseWebSocketFrame close) {
        deaf = true;
        int code = close.statusCode();
        if (ending == null) {
            ending = new WebSocketClosed(code < 0 ? WebSocketCloseStatus.EMPTY.code() : code, close.reasonText());
        }
        if (!closeSent) {
            closeSent = true;
            stopPinging();
            writeMessage(code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, ""));
        }
        closeLater = null;
        forgetProducer();
        if (isServer) {
            transport().loseConnection();
        } else {
            waitForEnd(); // The server closes first: its end of the connection need not linger then.
        }
    }

    private void close(int code, String reason) {
        if (closeSent) {
            return;
        }
        if (hasProducer) {
            closeLater = () -> close(code, reason);
            return;
        }
        closeSent = true;
        ending = new WebSocketClosed(code, reason);
        stopPinging();
        writeMessage(new CloseWebSocketFrame(code, reason));
        if (paused) {
            paused = false;
            transport().resumeProducing(); // Or the answer would never be seen.
        }
        waitForEnd();
    }

    private void waitForEnd() {
        if (closeTimer == null) {
            closeTimer = reactor()
                    .callLater(options.closeTimeout(), () -> transport().abortConnection());
        }
    }

    private void fail(Violation wrong) {
        LOG.debug("{} has sent {}: closed with {}", transport().getPeer(), wrong.getMessage(), wrong.code);
        fail(wrong.code, Objects.requireNonNull(wrong.getMessage()));
    }

    /** Says why and ends the connection; nothing that follows is looked at. */
    private void fail(int code, String why) {
        deaf = true;
        forgetProducer();
        if (!closeSent) {
            closeSent = true;
            ending = new WebSocketClosed(code, why);
            stopPinging();
            writeMessage(new CloseWebSocketFrame(code, cut(why)));
        }
        transport().loseConnection(LINGER);
    }

    private static String cut(String reason) {
        return reason.length() <= 100 ? reason : reason.substring(0, 100);
    }

    private void forgetProducer() {
        if (hasProducer) {
            hasProducer = false;
            transport().unregisterProducer();
        }
    }

    /** The server stops. */
    @Override
    public void drain() {
        forgetProducer();
        close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE.code(), "");
    }

    @Override
    public void connectionLost(Failure reason) throws Exception {
        deaf = true;
        closeSent = true;
        stopPinging();
        if (closeTimer != null && closeTimer.active()) {
            closeTimer.cancel();
        }
        assembly.release();
        if (codec.inflation != null) {
            codec.inflation.release();
        }
        protocol.connectionLost(ending == null ? reason : Failure.of(ending));
    }

    // ---- signs of life

    private void setPingTimer() {
        if (!options.pingInterval().isZero()) {
            pingTimer = reactor().callLater(options.pingInterval(), this::ping);
        }
    }

    private void stopPinging() {
        if (pingTimer != null && pingTimer.active()) {
            pingTimer.cancel();
        }
        pingTimer = null;
    }

    private void ping() {
        if (codec.activity.seenSinceLastLook() || paused) {
            unanswered = 0;
        }
        if (unanswered == 2) { // Not one: a loop that was held up may have the answer still before it.
            closeSent = true;
            ending = new WebSocketClosed(ABNORMAL, "no answer to two pings, one every " + options.pingInterval());
            transport().abortConnection();
            return;
        }
        unanswered++;
        writeMessage(new PingWebSocketFrame(Unpooled.copiedBuffer(KEEP_ALIVE)));
        setPingTimer();
    }

    /** What the protocol has in hand. */
    private final class Handle implements WebSocketTransport {

        private Transport real() {
            return transport();
        }

        @Override
        public void sendTextMessage(CharSequence text) {
            if (!closeSent) {
                writeMessage(new TextWebSocketFrame(
                        Unpooled.wrappedBuffer(text.toString().getBytes(StandardCharsets.UTF_8))));
            }
        }

        @Override
        public void sendBytesMessage(ByteBuf data) {
            if (closeSent) {
                data.release();
            } else {
                writeMessage(new BinaryWebSocketFrame(data));
            }
        }

        @Override
        public void sendBytesMessage(byte[] data) {
            sendBytesMessage(Unpooled.copiedBuffer(data));
        }

        @Override
        public void ping(byte[] payload) {
            if (payload.length > MAX_CONTROL) {
                throw new IllegalArgumentException(
                        "payload: " + payload.length + " bytes (expected: at most " + MAX_CONTROL + ")");
            }
            if (Arrays.equals(payload, KEEP_ALIVE)) {
                throw new IllegalArgumentException("payload: what our own pings carry (expected: anything else)");
            }
            if (!closeSent) {
                writeMessage(new PingWebSocketFrame(Unpooled.wrappedBuffer(payload)));
            }
        }

        @Override
        public void loseConnection() {
            close(WebSocketCloseStatus.NORMAL_CLOSURE.code(), "");
        }

        @Override
        public void loseConnection(int code, String reason) {
            if (!WebSocketCloseStatus.isValidStatusCode(code) || code > 4999) {
                throw new IllegalArgumentException("code: " + code + " (expected: one that may be sent)");
            }
            if (ByteBufUtil.utf8Bytes(reason) > MAX_CONTROL - 2) {
                throw new IllegalArgumentException("reason: " + reason + " (expected: at most 123 bytes)");
            }
            close(code, reason);
        }

        @Override
        public void abortConnection() {
            closeSent = true;
            stopPinging();
            real().abortConnection();
        }

        @Override
        public void registerProducer(PushProducer producer) {
            real().registerProducer(producer);
            hasProducer = true;
        }

        @Override
        public void registerProducer(PullProducer producer) {
            hasProducer = true;
            real().registerProducer(producer);
        }

        @Override
        public void unregisterProducer() {
            hasProducer = false;
            real().unregisterProducer();
            Runnable next = closeLater;
            closeLater = null;
            if (next != null) {
                next.run();
            }
        }

        @Override
        public void pauseProducing() {
            paused = true;
            real().pauseProducing();
        }

        @Override
        public void resumeProducing() {
            paused = false;
            real().resumeProducing();
        }

        @Override
        public void stopProducing() {
            loseConnection();
        }

        @Override
        public String subprotocol() {
            return subprotocol;
        }

        @Override
        public boolean isOpen() {
            return !closeSent && ending == null && real().isConnected();
        }

        @Override
        public Address getPeer() {
            return real().getPeer();
        }

        @Override
        public Address getHost() {
            return real().getHost();
        }

        @Override
        public Reactor reactor() {
            return real().reactor();
        }

        @Override
        public String toString() {
            return "WebSocket " + getHost() + " to " + getPeer();
        }
    }
}
