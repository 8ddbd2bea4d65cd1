/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Deferred;
import io.netwist.protocols.remote.banana.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is too large for one message to a collector at the peer, in pages: one at a time, whenever the connection has
 * taken the last. Several over one connection take turns, and other calls go between.
 *
 * <pre>{@code
 * @Remote
 * void download(RemoteReference collector) {
 *     Pager.send(collector, contents).handleFailure(failure -> LOG.warn("not sent", failure.value()));
 * }
 * }</pre>
 *
 * <p>The collector has the methods {@code gotPage}, with bytes, and {@code endedPaging}; {@link #getAllPages} makes one.
 *
 * <p>Threading: the reactor's thread. <b>Source</b>: {@code twisted.spread.util}.
 */
public final class Pager {
    private static final Logger LOG = LoggerFactory.getLogger(Pager.class);
    private static final int PAGE = 8192;
    private static final long LARGEST = 64L * 1024 * 1024;

    private final RemoteReference collector;
    private final InputStream source;
    private final int size;
    private final Deferred<@Nullable Void> done = new Deferred<>();
    private boolean begun;

    /** Whether there is a page also of nothing. */
    private final boolean pageOfNothing;

    private Pager(RemoteReference collector, InputStream source, int size, boolean pageOfNothing) {
        if (size < 1) {
            throw new IllegalArgumentException("size: " + size + " (expected: 1 or more)");
        }
        this.collector = Objects.requireNonNull(collector, "collector");
        this.source = Objects.requireNonNull(source, "source");
        this.size = size;
        this.pageOfNothing = pageOfNothing;
    }

    /**
     * Sends bytes in pages of 8192.
     *
     * @param collector whom
     * @param bytes what; not to be changed before it is sent
     * @return as {@link #send(RemoteReference, byte[], int)}
     */
    public static Deferred<@Nullable Void> send(RemoteReference collector, byte[] bytes) {
        return send(collector, bytes, PAGE);
    }

    /**
     * Sends bytes in pages.
     *
     * @param collector whom
     * @param bytes what; not to be changed before it is sent. Of no bytes there is one page, which is empty
     * @param size how long a page is, but for the last
     * @return fired when the last page is written; it fails with {@link PBConnectionLost}, or with what a call of the
     *     collector fails with
     */
    public static Deferred<@Nullable Void> send(RemoteReference collector, byte[] bytes, int size) {
        return new Pager(collector, new ByteArrayInputStream(bytes), size, true).begin();
    }

    /**
     * Sends a file, or anything that is read. It is read on the reactor's thread, a page at a time, so it must not be
     * something that one waits for long.
     *
     * @param collector whom
     * @param source what; closed when it is over, however it ends. If it is empty, there are no pages
     * @param size how long a page is, but for the last
     * @return as {@link #send(RemoteReference, byte[], int)}; it fails also if the source cannot be read
     */
    public static Deferred<@Nullable Void> send(RemoteReference collector, InputStream source, int size) {
        return new Pager(collector, source, size, false).begin();
    }

    private Deferred<@Nullable Void> begin() {
        Broker broker = collector.broker();
        if (broker.isOver()) {
            failed(new DeadReferenceException("the connection is over"));
        } else {
            broker.paging().add(this);
        }
        return done;
    }

    /** Sends the next page, and the end if it was the last; whether there is more. */
    boolean sendPage() {
        byte[] page;
        try {
            page = source.readNBytes(size);
        } catch (IOException e) {
            failed(e);
            return false;
        }
        boolean last = page.length < size;
        if (page.length > 0 || (pageOfNothing && !begun)) {
            tell("gotPage", ByteString.of(page));
        }
        begun = true;
        if (last && !done.isCalled()) {
            tell("endedPaging");
            if (!done.isCalled()) {
                close();
                done.callback(null);
            }
        }
        return !done.isCalled();
    }

    private void tell(String method, @Nullable Object... arguments) {
        collector.tell(method, arguments).handleFailure(failure -> failed(failure.value()));
    }

    void failed(Throwable why) {
        if (!done.isCalled()) {
            close();
            done.errback(why);
        }
    }

    private void close() {
        try {
            source.close();
        } catch (IOException e) {
            LOG.warn("what was sent in pages cannot be closed", e);
        }
    }

    /**
     * Calls a method that sends its result in pages, and waits for all of them: at most 64 MiB.
     *
     * @param reference whose method
     * @param method its name; it is given a collector as its first argument
     * @param arguments what follows the collector
     * @return as {@link #getAllPages(long, RemoteReference, String, Object...)}
     */
    public static Deferred<List<ByteString>> getAllPages(
            RemoteReference reference, String method, @Nullable Object... arguments) {
        return getAllPages(LARGEST, reference, method, arguments);
    }

    /**
     * Calls a method that sends its result in pages, and waits for all of them.
     *
     * @param most how many bytes to take
     * @param reference whose method
     * @param method its name; it is given a collector as its first argument
     * @param arguments what follows the collector
     * @return fired with the pages in order; it fails with what the call fails with, with {@link PBConnectionLost}, or with
     *     IllegalStateException if there is more
     */
    public static Deferred<List<ByteString>> getAllPages(
            long most, RemoteReference reference, String method, @Nullable Object... arguments) {
        return new PageCollector(most).call(reference, method, arguments);
    }
}
