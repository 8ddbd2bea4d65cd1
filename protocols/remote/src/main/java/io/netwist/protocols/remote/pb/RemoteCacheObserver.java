/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Deferred;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom to tell of changes of a {@link Cacheable}: one peer's copy of it, whose methods are called. Calls fail with {@link
 * NotCachedException} while the peer has no copy. Equal to others of the same object, connection and perspective. Source:
 * {@code twisted.spread.pb.RemoteCacheObserver}.
 *
 * <p>Threading: the reactor's thread.
 */
public final class RemoteCacheObserver extends RemoteObject {
    private final Broker broker;
    private final Cacheable object;
    private final @Nullable Object perspective;

    RemoteCacheObserver(Broker broker, Cacheable object, @Nullable Object perspective) {
        this.broker = broker;
        this.object = object;
        this.perspective = perspective;
    }

    @Override
    Deferred<@Nullable Object> call(
            String method, List<@Nullable Object> arguments, Keywords keywords, boolean answer) {
        Long number = broker.caches().numberOf(object);
        if (number == null) {
            return Deferred.fail(new NotCachedException(this + ": the peer has no copy (expected: one that was sent)"));
        }
        return broker.call(Broker.CACHEMESSAGE, number, perspective, method, arguments, keywords, answer);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RemoteCacheObserver observer
                && broker == observer.broker
                && object == observer.object
                && perspective == observer.perspective;
    }

    @Override
    public int hashCode() {
        return 31 * System.identityHashCode(broker) + System.identityHashCode(object);
    }

    @Override
    public String toString() {
        return "observer of a " + object.getClass().getName() + " at " + broker;
    }
}
