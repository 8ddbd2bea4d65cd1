/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.Effect;
import io.netwist.protocols.remote.jelly.Jellier;
import io.netwist.protocols.remote.jelly.Jellyable;
import java.lang.ref.Cleaner;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An object of the peer's. References to the same object of the same connection are equal.
 *
 * <p>The peer keeps the object until all references to it are released or collected; {@link #release} does not wait for the
 * collector.
 *
 * <p>Threading: the reactor's thread. <b>Source</b>: {@code twisted.spread.pb.RemoteReference}.
 */
public final class RemoteReference extends RemoteObject implements Jellyable {
    private final Broker broker;
    private final Object name;

    /** As whom the object sees what is sent to it; null for nobody in particular. */
    private final @Nullable Object perspective;

    private final Cleaner.@Nullable Cleanable counted;
    private boolean released;

    RemoteReference(Broker broker, Object name, @Nullable Object perspective, boolean counted) {
        this.broker = broker;
        this.name = name;
        this.perspective = perspective;
        this.counted = counted ? Release.of(this, broker, Broker.DECREF, name) : null;
    }

    @Override
    Deferred<@Nullable Object> call(
            String method, List<@Nullable Object> arguments, Keywords keywords, boolean answer) {
        return released
                ? Deferred.fail(new DeadReferenceException("the reference " + name + " was released"))
                : broker.call(Broker.MESSAGE, name, perspective, method, arguments, keywords, answer);
    }

    /**
     * The reference behind an interface.
     *
     * @param typed what {@link #as} made
     * @return the reference
     */
    public static RemoteReference of(Object typed) {
        if (Proxy.isProxyClass(typed.getClass())
                && Proxy.getInvocationHandler(typed) instanceof TypedReference behind
                && behind.behind() instanceof RemoteReference reference) {
            return reference;
        }
        throw new IllegalArgumentException(
                typed.getClass().getName() + " (expected: what RemoteReference.as has made)");
    }

    /**
     * Tells the peer that this is not needed any more. Calls through it fail from now on; other references to the same
     * object are not touched. A second time does nothing.
     */
    public void release() {
        released = true;
        if (counted != null) {
            counted.clean();
        }
    }

    /**
     * Asks to be told when the connection ends.
     *
     * @param callback gets this; what it throws is logged
     */
    public void notifyOnDisconnect(Effect<RemoteReference> callback) {
        broker.addNotifier(this, callback);
    }

    /**
     * Asks not to be told.
     *
     * @param callback as given to {@link #notifyOnDisconnect}
     */
    public void dontNotifyOnDisconnect(Effect<RemoteReference> callback) {
        broker.removeNotifier(this, callback);
    }

    /**
     * The connection.
     *
     * @return always the same
     */
    public Broker broker() {
        return broker;
    }

    @Override
    public Object jellyFor(Jellier jellier) {
        if (Sending.of(jellier, this).broker() != broker) {
            throw new IllegalArgumentException(this
                    + ": a reference over another connection (expected: one over the connection that it is sent by)");
        }
        if (released) {
            throw new DeadReferenceException("the reference " + name + " was released");
        }
        return List.of(ConnectionForms.LOCAL, name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RemoteReference reference && broker == reference.broker && name.equals(reference.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(System.identityHashCode(broker), name);
    }

    @Override
    public String toString() {
        return "reference to " + name + " of " + broker;
    }
}
