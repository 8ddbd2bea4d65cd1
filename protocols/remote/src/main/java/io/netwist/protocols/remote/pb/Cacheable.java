/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.jelly.Jellier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of which the peer keeps a copy that follows it: the peer gets the state once, and through an observer what
 * changes.
 *
 * <pre>{@code
 * final class Score implements Cacheable {
 *     private final Set<RemoteCacheObserver> observers = new LinkedHashSet<>();
 *     private int points;
 *
 *     void add(int more) {
 *         points += more;
 *         observers.forEach(each -> each.tell("setPoints", points));
 *     }
 *
 *     public Map<String, ?> getStateToCacheAndObserveFor(Object perspective, RemoteCacheObserver observer) {
 *         observers.add(observer);
 *         return Map.of("points", points);
 *     }
 *
 *     public void stoppedObserving(Object perspective, RemoteCacheObserver observer) {
 *         observers.remove(observer);
 *     }
 * }
 * }</pre>
 *
 * <p>The peer has one copy of it, however often it is sent. The copy is that of the first {@link Perspective} that it was
 * sent to over the connection. Source: {@code twisted.spread.pb.Cacheable}.
 *
 * <p>Threading: called on the reactor's thread.
 */
public interface Cacheable extends Copyable {
    /**
     * The peer begins to observe. Keep the observer to tell of what changes.
     *
     * @param perspective for whom; null for nobody in particular
     * @param observer can be called as soon as the message with this is sent, so not yet; equal to the one that {@link
     *     #stoppedObserving} gets
     * @return the state as it is now; it may have this in it
     */
    default Map<String, ? extends @Nullable Object> getStateToCacheAndObserveFor(
            @Nullable Object perspective, RemoteCacheObserver observer) {
        return getStateToCopyFor(perspective);
    }

    /**
     * The peer has no copy any more, or the connection is over, or the message that this was in could not be sent.
     *
     * @param perspective as it was given above
     * @param observer equal to the one above; calls through it fail from now on
     */
    default void stoppedObserving(@Nullable Object perspective, RemoteCacheObserver observer) {}

    @Override
    default Object jellyFor(Jellier jellier) {
        return Sending.of(jellier, this).cache(this, jellier);
    }
}
