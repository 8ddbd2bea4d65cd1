/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.stream;

import io.netwist.deferred.time.DelayedCall;
import io.netwist.deferred.time.ReactorTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a push producer of a pull producer, for a consumer that can only pause and resume: it asks for one piece in each turn
 * of the reactor.
 *
 * <p>Whoever implements such a consumer registers one of these and calls {@link #startStreaming()}, and {@link
 * #stopStreaming()} from its {@code unregisterProducer}. The transports need none: they ask a pull producer when they have
 * sent everything.
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.internet._producer_helpers._PullToPush}.
 */
public final class PullToPush implements PushProducer {

    private static final Logger LOG = LoggerFactory.getLogger(PullToPush.class);

    private final PullProducer producer;
    private final ByteConsumer consumer;
    private final ReactorTime time;

    /** Null while paused, and once stopped. */
    private @Nullable DelayedCall next;

    private boolean paused;
    private boolean stopped;

    /**
     * Makes one that does nothing yet.
     *
     * @param producer is asked
     * @param consumer unregisters it if it throws
     * @param time the reactor
     */
    public PullToPush(PullProducer producer, ByteConsumer consumer, ReactorTime time) {
        this.producer = producer;
        this.consumer = consumer;
        this.time = time;
    }

    /** Begins to ask, in a later turn. */
    public void startStreaming() {
        if (!stopped && next == null) {
            next = time.callLater(Duration.ZERO, this::ask);
        }
    }

    /** Ends it for good, without a word to the producer. May be called again. */
    public void stopStreaming() {
        stopped = true;
        pauseProducing();
    }

    private void ask() {
        next = null;
        try {
            producer.resumeProducing();
        } catch (Throwable e) {
            LOG.error("{} threw and produces no more", producer.getClass().getName(), e);
            giveUp();
            return;
        }
        if (!paused) {
            startStreaming();
        }
    }

    private void giveUp() {
        stopped = true;
        try {
            consumer.unregisterProducer();
        } catch (Throwable e) {
            LOG.error("{} threw from unregisterProducer", consumer.getClass().getName(), e);
        }
    }

    @Override
    public void pauseProducing() {
        paused = true;
        DelayedCall dropped = next;
        next = null;
        if (dropped != null) {
            dropped.cancel();
        }
    }

    @Override
    public void resumeProducing() {
        paused = false;
        startStreaming();
    }

    @Override
    public void stopProducing() throws Exception {
        stopStreaming();
        producer.stopProducing();
    }
}
