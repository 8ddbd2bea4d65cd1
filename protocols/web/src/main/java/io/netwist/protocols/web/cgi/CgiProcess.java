/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.cgi;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.process.BaseProcessProtocol;
import io.netwist.bridge.process.ProcessDone;
import io.netwist.bridge.process.ProcessExitedAlready;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import io.netwist.protocols.web.Request;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program that answers one request. */
final class CgiProcess extends BaseProcessProtocol {

    private static final Logger LOG = LoggerFactory.getLogger(CgiProcess.class);
    private static final int MAX_HEAD = 64 * 1024;
    private static final int MAX_ERROR = 8 * 1024;

    /** How long a program may go on when it was told to end. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** What the site says itself, or what would contradict its framing. */
    private static final Set<String> NOT_THE_PROGRAMS =
            Set.of("server", "date", "connection", "transfer-encoding", "keep-alive", "upgrade");

    private final Request request;
    private final String name;

    /** Null once the head is complete. */
    private @Nullable ByteArrayOutputStream head = new ByteArrayOutputStream();

    private boolean hasStatus;
    private boolean over;
    private int errorLogged;
    private @Nullable DelayedCall kill;

    CgiProcess(Request request, String name) {
        this.request = request;
        this.name = name;
    }

    @Override
    public void connectionMade() {
        byte[] body = request.content();
        if (body.length > 0) {
            transport().write(body);
        }
        transport().closeStdin();
        request.registerProducer(transport());
        request.notifyFinish().consume(done -> {}, gone -> clientGone());
    }

    private void clientGone() {
        over = true;
        signal("TERM");
        kill = request.reactor().callLater(GRACE, () -> signal("KILL"));
        transport().resumeProducing(); // What it still says is thrown away, lest it wait for ever.
    }

    private void signal(String signal) {
        try {
            transport().signalProcess(signal);
        } catch (ProcessExitedAlready e) {
            LOG.trace("{} has ended by itself", name, e);
        }
    }

    @Override
    protected void outReceived(ByteBuf data) {
        if (over) {
            return;
        }
        ByteArrayOutputStream open = head;
        while (open != null && data.isReadable()) {
            byte next = data.readByte();
            if (next != '\n') {
                open.write(next);
                if (open.size() > MAX_HEAD) {
                    fail("its head is longer than " + MAX_HEAD + " bytes");
                    return;
                }
            } else {
                String line = open.toString(StandardCharsets.ISO_8859_1);
                open.reset();
                if (!headLine(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)) {
                    open = null;
                    head = null;
                }
            }
        }
        if (data.isReadable()) {
            request.write(data.retain());
        }
    }

    /** False at the end of the head. */
    private boolean headLine(String line) {
        if (line.isEmpty()) {
            return false;
        }
        int colon = line.indexOf(':');
        String field = colon <= 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
        try {
            if (field.isEmpty()) {
                throw new IllegalArgumentException("no colon");
            }
            set(field, line.substring(0, colon), line.substring(colon + 1).trim());
        } catch (IllegalArgumentException e) {
            LOG.warn("{} wrote a header that cannot be: {} ({})", name, line, e.getMessage());
        }
        return true;
    }

    private void set(String field, String spelled, String value) {
        if (field.equals("status")) {
            String[] parts = value.split(" ", 2);
            request.setResponseCode(Integer.parseInt(parts[0]), parts.length > 1 ? parts[1] : null);
            hasStatus = true;
        } else if (field.equals("content-type") || field.equals("content-length")) {
            request.setHeader(spelled, value);
        } else if (!NOT_THE_PROGRAMS.contains(field)) {
            request.responseHeaders().add(spelled, value);
            if (field.equals("location") && !hasStatus) {
                request.setResponseCode(302);
            }
        }
    }

    @Override
    protected void errReceived(ByteBuf data) {
        if (errorLogged < MAX_ERROR) {
            errorLogged += data.readableBytes();
            LOG.warn("{}: {}", name, data.toString(StandardCharsets.UTF_8).strip());
        }
    }

    @Override
    public void processEnded(Failure reason) {
        if (kill != null && kill.active()) {
            kill.cancel();
        }
        if (over) {
            return;
        }
        if (head != null) {
            fail("it ended before its head was complete: " + reason.value().getMessage());
            return;
        }
        over = true;
        if (!reason.is(ProcessDone.class)) {
            LOG.warn("{} ended: {}", name, reason.value().getMessage());
        }
        request.unregisterProducer();
        request.finish();
    }

    private void fail(String why) {
        over = true;
        request.unregisterProducer();
        request.processingFailed(new IllegalStateException(name + " did not answer: " + why));
        signal("KILL");
    }
}
