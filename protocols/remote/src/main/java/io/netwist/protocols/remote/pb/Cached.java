/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.jelly.Jellier;
import io.netwist.protocols.remote.jelly.Jellyable;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A hold on a copy that follows an object of the peer's. Keep this, and not what {@link #get} returns: the peer tells of
 * changes until all holds on a copy are released or collected. All holds on one copy are equal.
 *
 * <p>When it is sent home it is the peer's own object again.
 *
 * <p>Threading: the reactor's thread.
 *
 * @param <T> the class that was registered for the copy
 */
public final class Cached<T extends RemoteCache> implements Jellyable {
    private final Broker broker;
    private final long number;
    private final T cache;
    private final Cleaner.Cleanable counted;
    private boolean released;

    Cached(Broker broker, long number, T cache) {
        this.broker = broker;
        this.number = number;
        this.cache = Objects.requireNonNull(cache, "cache");
        this.counted = Release.of(this, broker, Broker.DECACHE, number);
    }

    /**
     * The copy as it is now.
     *
     * @return the same object for all holds; not to be kept longer than this
     * @throws DeadReferenceException if this was released
     */
    public T get() {
        if (released) {
            throw new DeadReferenceException("the hold on cache " + number + " was released");
        }
        return cache;
    }

    /**
     * Tells the peer that this is not needed any more. Other holds on the same copy are not touched. A second time does
     * nothing. Needed where a copy holds itself, which no collector sees.
     */
    public void release() {
        released = true;
        counted.clean();
    }

    @Override
    public Object jellyFor(Jellier jellier) {
        if (Sending.of(jellier, this).broker() != broker) {
            throw new IllegalArgumentException(
                    this + ": of another connection (expected: of the one that it is sent by)");
        }
        if (released) {
            throw new DeadReferenceException("the hold on cache " + number + " was released");
        }
        return List.of(ConnectionForms.LCACHE, number);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cached<?> cached && cache == cached.cache;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(cache);
    }

    @Override
    public String toString() {
        return "cache " + number + " of " + broker + ": " + cache;
    }
}
