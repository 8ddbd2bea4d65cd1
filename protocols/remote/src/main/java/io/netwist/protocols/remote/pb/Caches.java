/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects of one connection of which one side has a copy that follows them: ours that the peer has, with how often, and the
 * peer's that we have.
 */
final class Caches {
    private static final Logger LOG = LoggerFactory.getLogger(Caches.class);

    private final Broker broker;
    private final Exports exports;
    private final int most;

    /** Ours. */
    private final Map<Object, Entry> entries = new HashMap<>();

    private final IdentityHashMap<Object, Long> numbers = new IdentityHashMap<>();

    /** The peer's. They stay until it says that it has forgotten them, as it may still name one that was given back. */
    private final Map<Object, RemoteCache> held = new HashMap<>();

    private static final class Entry {
        final Cacheable object;
        final RemoteCacheObserver observer;
        final @Nullable Object perspective;
        int count = 1;
        boolean sent;

        Entry(Cacheable object, RemoteCacheObserver observer, @Nullable Object perspective) {
            this.object = object;
            this.observer = observer;
            this.perspective = perspective;
        }
    }

    Caches(Broker broker, Exports exports, int most) {
        this.broker = broker;
        this.exports = exports;
        this.most = most;
    }

    // ---- ours

    /** The number of an object that the peer has, with one more use of it; null if it has none. */
    @Nullable
    Long again(Cacheable object) {
        Long known = numbers.get(object);
        if (known != null) {
            entry(known).count++;
        }
        return known;
    }

    /**
     * A number for an object that the peer will have.
     *
     * @throws PBError if the peer has too many
     */
    long begin(Cacheable object, RemoteCacheObserver observer, @Nullable Object perspective) {
        if (entries.size() > most) {
            throw exports.refused("cache");
        }
        long number = exports.nextNumber();
        entries.put(number, new Entry(object, observer, perspective));
        numbers.put(object, number);
        return number;
    }

    private Entry entry(Long number) {
        Entry entry = entries.get(number);
        if (entry == null) {
            throw new IllegalStateException("cache: " + number + " (expected: one that was sent)");
        }
        return entry;
    }

    /** The peer has been sent what has this number. */
    void sent(long number) {
        entry(number).sent = true;
    }

    /** The number by which the peer can be told of an object; null if it has none. */
    @Nullable
    Long numberOf(Cacheable object) {
        Long number = numbers.get(object);
        return number != null && entry(number).sent ? number : null;
    }

    /** The object that has come home. */
    Cacheable home(Object number) {
        Entry entry = entries.get(number);
        if (entry == null) {
            throw new UnknownCacheException(number);
        }
        return entry.object;
    }

    /** One use less; whether it was the last. Null if there is no such object. */
    @Nullable
    Boolean release(Object number) {
        Entry entry = entries.get(number);
        if (entry == null) {
            return null;
        }
        if (--entry.count > 0) {
            return false;
        }
        entries.remove(number);
        numbers.remove(entry.object);
        stopped(entry);
        return true;
    }

    private void stopped(Entry entry) {
        try {
            entry.object.stoppedObserving(entry.perspective, entry.observer);
        } catch (Throwable e) {
            LOG.error(
                    "{}: stoppedObserving of {} has failed",
                    broker,
                    entry.object.getClass().getName(),
                    e);
        }
    }

    int exported() {
        return entries.size();
    }

    // ---- the peer's

    /**
     * A copy that begins to follow.
     *
     * @throws UnknownCacheException if there is one with this number, or too many
     */
    void hold(long number, RemoteCache cache) {
        if (held.size() > most || held.putIfAbsent(number, cache) != null) {
            throw new UnknownCacheException(number + " to give (expected: a new one, and at most " + most + ")");
        }
    }

    RemoteCache held(Object number) {
        RemoteCache cache = held.get(number);
        if (cache == null) {
            throw new UnknownCacheException(number);
        }
        return cache;
    }

    /** The peer tells of no more changes; false if it never did. */
    boolean forget(Object number) {
        return held.remove(number) != null;
    }

    int held() {
        return held.size();
    }

    // ---- the end

    void clear() {
        List<Entry> all = List.copyOf(entries.values());
        entries.clear();
        numbers.clear();
        held.clear();
        all.forEach(this::stopped);
    }
}
