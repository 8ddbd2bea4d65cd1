/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.sync;

import io.netwist.deferred.CheckReturnValue;
import io.netwist.deferred.Deferred;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line of items that wait for takers, or of takers that wait for items. Null is an item like any other.
 *
 * <p><b>Threading</b>: as for {@link Deferred}: the thread of one reactor.
 *
 * <p><b>Source</b>: {@code twisted.internet.defer.DeferredQueue}.
 *
 * @param <T> the type of the items
 */
public final class DeferredQueue<T extends @Nullable Object> {
    /** An item; the JDK's queue takes no null. */
    private record Item<T extends @Nullable Object>(T value) {}

    private final int size;
    private final int backlog;
    private final Queue<Item<T>> items = new ArrayDeque<>();

    /** Who waits, oldest first; a set, so that one who is cancelled leaves at once. */
    private final Set<Deferred<T>> takers = new LinkedHashSet<>();

    /** Whether items are being handed over: a put within that only adds its item, or the stack would grow. */
    private boolean handingOver;

    /** Makes a queue without bounds. */
    public DeferredQueue() {
        this(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    private DeferredQueue(int size, int backlog) {
        this.size = size;
        this.backlog = backlog;
    }

    /**
     * Makes a queue with bounds.
     *
     * @param <T> the type of the items
     * @param size how many items may wait; 0 means that each needs a taker who waits
     * @param backlog how many takers may wait; 0 means that {@link #get} needs an item that waits
     * @return a queue
     * @throws IllegalArgumentException if a bound is negative
     */
    public static <T extends @Nullable Object> DeferredQueue<T> bounded(int size, int backlog) {
        if (size < 0 || backlog < 0) {
            throw new IllegalArgumentException(
                    "size: " + size + ", backlog: " + backlog + " (expected: zero or more of each)");
        }
        return new DeferredQueue<>(size, backlog);
    }

    /**
     * Gives an item to the taker who has waited longest, before this returns (unless this is called by a taker who has
     * just been given one: that one ends first), or lets it wait.
     *
     * @param item the item
     * @throws QueueOverflow if nobody waits and the queue is full
     */
    public void put(T item) {
        if (items.size() - takers.size() >= size) {
            throw new QueueOverflow("the queue is full, it holds " + size + " items");
        }
        items.add(new Item<>(item));
        if (handingOver) {
            return;
        }
        handingOver = true;
        try {
            while (!takers.isEmpty() && !items.isEmpty()) {
                Iterator<Deferred<T>> oldest = takers.iterator();
                Deferred<T> taker = oldest.next();
                oldest.remove();
                taker.callbackValue(items.remove().value());
            }
        } finally {
            handingOver = false;
        }
    }

    /**
     * Asks for an item. Cancelling the Deferred while it waits gives the place in the line up.
     *
     * @return fires with the item that has waited longest, at once if there is one
     * @throws QueueUnderflow if no item waits and as many takers as may wait do
     */
    @CheckReturnValue
    public Deferred<T> get() {
        if (!items.isEmpty() && takers.isEmpty()) {
            Deferred<T> taker = new Deferred<>();
            taker.callbackValue(items.remove().value());
            return taker;
        }
        if (takers.size() - items.size() >= backlog) {
            throw new QueueUnderflow("no item waits, and " + backlog + " takers already do");
        }
        Deferred<T> taker = new Deferred<>(takers::remove);
        takers.add(taker);
        return taker;
    }

    /**
     * Tells how many items wait.
     *
     * @return their number
     */
    public int size() {
        return Math.max(0, items.size() - takers.size());
    }

    /**
     * Tells how many takers wait.
     *
     * @return their number
     */
    public int pending() {
        return Math.max(0, takers.size() - items.size());
    }
}
