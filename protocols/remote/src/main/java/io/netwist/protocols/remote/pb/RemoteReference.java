/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.Effect;
import io.netwist.protocols.remote.jelly.Jellier;
import io.netwist.protocols.remote.jelly.Jellyable;
import java.lang.ref.Cleaner;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
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
public final class RemoteReference implements Jellyable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Broker broker;
    private final Object name;

    /** As whom the object sees what is sent to it; null for nobody in particular. */
    private final @Nullable Object perspective;

    private final Cleaner.@Nullable Cleanable counted;
    private boolean released;

    /** Tells the peer, once; knows the broker and not the reference, which it would keep from being collected. */
    private record Release(Broker broker, Object name) implements Runnable {
        @Override
        public void run() {
            broker.releaseLater(name);
        }
    }

    RemoteReference(Broker broker, Object name, @Nullable Object perspective, boolean counted) {
        this.broker = broker;
        this.name = name;
        this.perspective = perspective;
        this.counted = counted ? CLEANER.register(this, new Release(broker, name)) : null;
    }

    /**
     * Calls a method.
     *
     * @param method its name, without {@code remote_}
     * @param arguments what {@link io.netwist.protocols.remote.jelly.Jelly} can send, and Referenceables; a last one of the
     *     type {@link Keywords} gives arguments by name
     * @return the result. It fails with a {@link io.netwist.deferred.CopiedException} that has the names of the peer's
     *     exception ({@code failure.check("builtins.ValueError")}), or the exception itself if its class is allowed; with
     *     {@link DeadReferenceException}; with {@link PBConnectionLost}; with a JellyException or BananaException if the
     *     arguments cannot be sent, in which case nothing was
     */
    public Deferred<@Nullable Object> callRemote(String method, @Nullable Object... arguments) {
        return call(method, true, arguments);
    }

    /**
     * Calls a method and asks for no answer.
     *
     * @param method as {@link #callRemote}
     * @param arguments as {@link #callRemote}
     * @return fired with null once the call is written; it fails if it cannot be
     */
    public Deferred<@Nullable Object> tell(String method, @Nullable Object... arguments) {
        return call(method, false, arguments);
    }

    Deferred<@Nullable Object> call(String method, boolean answer, @Nullable Object... arguments) {
        if (released) {
            return Deferred.fail(new DeadReferenceException("the reference " + name + " was released"));
        }
        int last = arguments.length - 1;
        if (last >= 0 && arguments[last] instanceof Keywords keywords) {
            return broker.call(name, perspective, method, values(arguments, last), keywords, answer);
        }
        return broker.call(name, perspective, method, values(arguments, arguments.length), Keywords.NONE, answer);
    }

    private static List<@Nullable Object> values(@Nullable Object[] arguments, int count) {
        return Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(arguments, count)));
    }

    /**
     * An interface in front of this. Its methods call those of their names, or of what {@link Remote} says, and return a
     * Deferred of what they get, converted to the type that is declared; one that returns nothing asks for no answer.
     *
     * <pre>{@code
     * interface Room {
     *     Deferred<String> describe(long detail);
     * }
     * reference.as(Room.class).describe(2).addCallback(…);
     * }</pre>
     *
     * @param <T> the interface
     * @param type the same
     * @return calls this; equal to other such objects of equal references
     */
    public <T> T as(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type, Jellyable.class}, new TypedReference(this, type)));
    }

    /**
     * The reference behind an interface.
     *
     * @param typed what {@link #as} made
     * @return the reference
     */
    public static RemoteReference of(Object typed) {
        if (Proxy.isProxyClass(typed.getClass())
                && Proxy.getInvocationHandler(typed) instanceof TypedReference behind) {
            return behind.reference();
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
