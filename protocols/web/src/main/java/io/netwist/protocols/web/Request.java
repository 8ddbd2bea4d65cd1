/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpRequest;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.Action;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange: what the client asked, and the way to answer.
 *
 * <p>A resource either returns a whole {@link Rendering}, or writes and finishes here. Headers and status can be set until
 * the first byte of the body is written.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>{@link #finish} is called exactly once, by whoever answers: the site, for a Rendering that is a body.
 *   <li>After the client has gone, writes are dropped, and {@code finish} throws; {@link #notifyFinish} tells of it.
 *   <li>As a consumer it takes one producer at a time, which is slowed down by the client.
 * </ul>
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.web.http.Request}, {@code twisted.web.server.Request}.
 */
public final class Request extends AnswerHead implements ByteConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(Request.class);

    private boolean closing;

    // The answer so far.
    private long written;
    private boolean bodySuppressed;
    private boolean finished;

    /** Why the client is gone, once it is. */
    private @Nullable Failure lost;

    private @Nullable List<Deferred<@Nullable Void>> waiting;
    private @Nullable Deferred<?> rendering;

    /** Who answers, for the log. */
    private @Nullable Resource resource;

    /** While a body is compressed piece by piece. */
    private @Nullable GzipBody gzip;

    private boolean hasProducer;
    private @Nullable Action stopProducer;

    Request(
            Site site,
            ResponseChannel channel,
            HttpRequest message,
            RequestTarget target,
            RequestBody body,
            boolean closing) {
        super(site, channel, message, target, body);
        this.closing = closing;
    }

    // ---- the body of the answer

    /**
     * Sends a piece of the body, and before the first one the head.
     *
     * @throws IllegalStateException after {@link #finish}
     */
    @Override
    public void write(ByteBuf data) {
        if (!mayWrite(data)) {
            data.release();
            return;
        }
        if (!headSent) {
            compressIfWorth(declaredLength);
            sendHead();
        }
        int length = data.readableBytes();
        if (bodySuppressed || length == 0) {
            data.release();
        } else if (declaredLength >= 0 && written + length > declaredLength) {
            data.release();
            throw new IllegalStateException("the answer to " + this + " is longer than its Content-Length of "
                    + declaredLength + "; the rest was not sent");
        } else {
            writeOn(data);
        }
    }

    /** Sends a piece of the body, by way of the encoder if there is one. */
    private void writeOn(ByteBuf data) {
        ByteBuf out = gzip == null ? data : gzip.encode(data);
        written += out.readableBytes();
        if (out.isReadable()) {
            channel.writePiece(this, out);
        } else {
            out.release();
        }
    }

    /** Begins to compress, if that makes sense for an answer of this length. */
    private void compressIfWorth(long length) {
        if (compressesBody(length)) {
            declaredLength = -1;
            if (!method().equals("HEAD")) {
                gzip = new GzipBody();
            }
        }
    }

    private void dropEncoder() {
        if (gzip != null) {
            gzip.release();
            gzip = null;
        }
    }

    private boolean mayWrite(ByteBuf data) {
        if (finished) {
            data.release();
            throw new IllegalStateException("write after finish, on " + this);
        }
        return lost == null;
    }

    /**
     * Sends a copy of bytes as a piece of the body.
     *
     * @param data may be altered afterwards
     */
    public void write(byte[] data) {
        write(Unpooled.copiedBuffer(data));
    }

    /**
     * Sends text in UTF-8 as a piece of the body.
     *
     * @param text the text
     */
    public void write(CharSequence text) {
        write(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    /**
     * Sends a part of a file as the whole body and finishes; without copying where the connection allows.
     *
     * <p>Ownership: the file is given away, and closed in every case.
     *
     * @param file open for reading
     * @param position where to begin
     * @param length how many bytes; they must be there
     */
    public void sendFile(FileChannel file, long position, long length) {
        declaredLength = length;
        boolean send = lost == null && !finished;
        if (send) {
            compressIfWorth(length);
            sendHead();
        }
        if (!send || bodySuppressed || length == 0) {
            FileBody.close(file);
            if (send) {
                finish();
            }
            return;
        }
        if (gzip != null) {
            FileBody.send(reactor(), this, file, position, length);
            return;
        }
        written += length;
        channel.writeFile(this, file, position, length);
    }

    /** Sends a piece of the file that {@link #sendFile} was given, and has counted. */
    void writeFilePiece(ByteBuf piece) {
        if (gzip != null && lost == null) {
            writeOn(piece);
        } else if (lost == null) {
            channel.writePiece(this, piece);
        } else {
            piece.release();
        }
    }

    /** Sends a whole answer in one piece. */
    void respond(Rendering whole) {
        setContentTypeIfNone(whole.contentType);
        if (lost != null) {
            return;
        }
        if (headSent) {
            write(Unpooled.wrappedBuffer(whole.body));
            finish();
            return;
        }
        byte[] bytes = compressesBody(whole.body.length) ? GzipBody.whole(whole.body) : whole.body;
        headSent = true;
        declaredLength = bytes.length;
        boolean bodiless = isBodiless();
        bodySuppressed = bodiless || message.method().name().equals("HEAD");
        written = bodySuppressed ? 0 : bytes.length;
        channel.writeWhole(this, bodiless ? -1 : bytes.length, bodySuppressed ? new byte[0] : bytes);
        done();
    }

    private void sendHead() {
        headSent = true;
        boolean bodiless = isBodiless();
        bodySuppressed = bodiless || method().equals("HEAD");
        boolean chunked = !bodiless && declaredLength < 0 && channel.canChunk(this);
        if (!bodiless && declaredLength < 0 && !chunked) {
            closing = true;
        }
        channel.writeHead(this, bodiless ? -1 : declaredLength, chunked);
    }

    /**
     * Ends the answer. What was not written by now is not part of it.
     *
     * @throws IllegalStateException if the client has gone before
     */
    public void finish() {
        if (finished) {
            LOG.warn("finish was called again on {}; it has no effect", this, new Throwable("called from here"));
            return;
        }
        if (lost != null) {
            throw new IllegalStateException("finish on " + this + ", whose client has gone; see notifyFinish()");
        }
        if (hasProducer) {
            LOG.error("{} finished with a producer still registered; it was removed", this);
            unregisterProducer();
        }
        if (!headSent && declaredLength >= 0 && method().equals("HEAD")) {
            compressIfWorth(declaredLength);
            sendHead();
        } else if (!headSent) {
            respond(Rendering.bytes(new byte[0]));
            return;
        }
        if (!bodySuppressed && declaredLength >= 0 && written < declaredLength) {
            LOG.error("{} finished after {} of {} bytes; its connection is closed", this, written, declaredLength);
            closing = true;
        }
        if (gzip != null) {
            ByteBuf rest = gzip.finish();
            gzip = null;
            written += rest.readableBytes();
            channel.writePiece(this, rest);
        }
        channel.writeEnd(this);
        done();
    }

    /** Called by the channel too, when a file was sent. */
    void done() {
        finished = true;
        AccessLog log = site().options().accessLog();
        if (log != null) {
            log.answered(this);
        }
        List<Deferred<@Nullable Void>> told = waiting;
        waiting = null;
        if (told != null) {
            told.forEach(each -> each.callback(null));
        }
        body.release();
        channel.requestDone(this);
    }

    /**
     * Tells when the answer is complete.
     *
     * @return a Deferred of its own for each call: null when the answer was finished, or failed with the reason when the
     *     client went away before
     */
    public Deferred<@Nullable Void> notifyFinish() {
        Deferred<@Nullable Void> own = new Deferred<>();
        if (lost != null) {
            own.errback(lost);
        } else if (finished) {
            own.callback(null);
        } else {
            if (waiting == null) {
                waiting = new ArrayList<>(1);
            }
            waiting.add(own);
        }
        return own;
    }

    @Override
    public void registerProducer(PushProducer producer) {
        checkProducer(producer);
        hasProducer = true;
        stopProducer = producer::stopProducing;
        channel.registerProducer(producer);
    }

    @Override
    public void registerProducer(PullProducer producer) {
        checkProducer(producer);
        hasProducer = true;
        stopProducer = producer::stopProducing;
        channel.registerProducer(producer);
    }

    private void checkProducer(Object producer) {
        if (hasProducer) {
            throw new IllegalStateException("cannot register producer " + producer + " on " + this
                    + ": another one is registered; call unregisterProducer() first");
        }
    }

    @Override
    public void unregisterProducer() {
        if (hasProducer) {
            hasProducer = false;
            channel.unregisterProducer();
        }
    }

    /** Ends the registration of a producer whose bytes nobody wants any more, and tells it. */
    void stopProducer() {
        Action stop = hasProducer ? stopProducer : null;
        unregisterProducer();
        stopProducer = null;
        if (stop != null) {
            try {
                stop.run();
            } catch (Exception e) {
                LOG.error("The producer of {} threw when it was stopped", this, e);
            }
        }
    }

    /**
     * Whether the head of the answer was sent, so that nothing in it can be changed any more.
     *
     * @return false until the first byte of the body is written, or {@link #finish} called
     */
    public boolean startedWriting() {
        return headSent;
    }

    /**
     * Whether {@link #switchProtocol} can be called: the connection speaks HTTP/1.1, nothing was answered yet, and the
     * client has sent nothing after this request.
     *
     * @return true if it can
     */
    public boolean canSwitchProtocol() {
        return !headSent && !finished && lost == null && channel.canSwitch(this);
    }

    /**
     * Leaves HTTP: answers with 101 and the headers set so far, and gives the connection to another protocol. The request
     * is finished then; the resource returns {@link Rendering#NOT_DONE_YET}.
     *
     * @param name for the Upgrade header, one that the client has asked for, for example {@code websocket}
     * @param next not connected yet
     * @throws IllegalStateException if {@link #canSwitchProtocol} says no
     */
    public void switchProtocol(String name, Protocol next) {
        if (!canSwitchProtocol()) {
            throw new IllegalStateException("the connection of " + this + " cannot leave HTTP now");
        }
        switching();
        channel.switchProtocol(this, name, next);
        done();
    }

    /**
     * Leaves HTTP after a CONNECT: answers with 200, and gives the connection to another protocol.
     *
     * @param next not connected yet
     * @throws IllegalStateException if {@link #canSwitchProtocol} says no, or the method is another
     */
    public void openTunnel(Protocol next) {
        if (!canSwitchProtocol() || !method().equals("CONNECT")) {
            throw new IllegalStateException("the connection of " + this + " cannot become a tunnel");
        }
        headSent = true;
        channel.switchProtocol(this, null, next);
        done();
    }

    /** Ends the connection after what was written. */
    public void loseConnection() {
        channel.loseConnection();
    }

    // ---- the course of events

    /** The whole request has come: finds the resource and has it answer. */
    void process() {
        Resource answering = site().root();
        try {
            if (target.isAsterisk()) {
                answerAsterisk();
                return;
            }
            if (!target.isDecodable()) {
                answering = ErrorPage.notFound();
            } else {
                answering = Site.getChildForRequest(answering, this);
            }
            resource = answering;
            render(answering);
        } catch (Throwable e) {
            resource = answering;
            processingFailed(e);
        }
    }

    private void answerAsterisk() {
        if (!method().equals("OPTIONS")) {
            setResponseCode(405);
            setHeader("Allow", "OPTIONS");
        }
        respond(Rendering.bytes(new byte[0]));
    }

    /**
     * Has another resource answer, for example one that was found late.
     *
     * @param other what it returns is treated as the site does
     */
    public void render(Resource other) {
        resource = other;
        try {
            accept(other.render(this));
        } catch (Throwable e) {
            processingFailed(e);
        }
    }

    private void accept(@Nullable Rendering result) {
        if (result == null) {
            throw new IllegalStateException("render returned null (expected: a Rendering, or NOT_DONE_YET)");
        }
        if (result == Rendering.NOT_DONE_YET) {
            return;
        }
        if (result.later == null) {
            if (finished) {
                LOG.error("{} returned a body for {}, which was finished already", resource, this);
                return;
            }
            respond(result);
            return;
        }
        Deferred<? extends Rendering> later = result.later;
        rendering = later;
        later.consume(
                        value -> {
                            rendering = null;
                            accept(value);
                        },
                        failure -> {
                            rendering = null;
                            if (lost == null || !failure.is(CancelledException.class)) {
                                processingFailed(failure.value());
                            }
                        })
                .handleFailure(failure -> processingFailed(failure.value()));
    }

    /**
     * Answers with a 500 page and logs the reason; if the head was sent already, the connection is closed instead.
     *
     * @param reason what went wrong
     */
    public void processingFailed(Throwable reason) {
        boolean theirFault = reason instanceof BadRequest;
        String who = resource == null ? "The site" : resource.getClass().getName();
        if (theirFault) {
            LOG.debug("{} was asked {}: {}", who, this, reason.getMessage());
        } else {
            LOG.error("{} failed to answer {}", who, this, reason);
        }
        if (finished || lost != null) {
            return;
        }
        stopProducer();
        if (headSent) {
            closing = true;
            dropEncoder();
            channel.breakOff(this);
            return;
        }
        int code = theirFault ? 400 : 500;
        startAgain(code);
        respond(ErrorPage.failure(code, reason, site().options().displayTracebacks()));
    }

    void connectionLost(Failure reason) {
        if (finished || lost != null) {
            return;
        }
        lost = reason;
        dropEncoder();
        hasProducer = false;
        Deferred<?> pending = rendering;
        if (pending != null) {
            pending.cancel();
        }
        List<Deferred<@Nullable Void>> told = waiting;
        waiting = null;
        if (told != null) {
            told.forEach(each -> each.errback(reason));
        }
        body.release();
    }

    /**
     * How much of the body was written.
     *
     * @return bytes, without the head and without framing
     */
    public long sentLength() {
        return written;
    }

    @Override
    boolean isFinished() {
        return finished;
    }

    /** Has the connection closed after this answer, whose head is not written yet. */
    void closeAfter() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    boolean isBodySuppressed() {
        return bodySuppressed;
    }

    @Override
    public String toString() {
        return method() + " " + uri();
    }
}
