/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Deferred;
import io.netwist.protocols.remote.jelly.Jellyable;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something at the peer whose methods can be called.
 *
 * <p>Threading: the reactor's thread.
 */
public abstract sealed class RemoteObject permits RemoteReference, RemoteCacheObserver {
    RemoteObject() {}

    /**
     * Calls a method.
     *
     * @param method its name, without {@code remote_} or whatever it begins with in Python
     * @param arguments what {@link io.netwist.protocols.remote.jelly.Jelly} can send, and Referenceables; a last one of the
     *     type {@link Keywords} gives arguments by name
     * @return the result. It fails with a {@link io.netwist.deferred.CopiedException} that has the names of the peer's
     *     exception ({@code failure.check("builtins.ValueError")}), or the exception itself if its class is allowed; with
     *     {@link DeadReferenceException}; with {@link PBConnectionLost}; with a JellyException or BananaException if the
     *     arguments cannot be sent, in which case nothing was
     */
    public final Deferred<@Nullable Object> callRemote(String method, @Nullable Object... arguments) {
        return call(method, true, arguments);
    }

    /**
     * Calls a method and asks for no answer.
     *
     * @param method as {@link #callRemote}
     * @param arguments as {@link #callRemote}
     * @return fired with null once the call is written; it fails if it cannot be
     */
    public final Deferred<@Nullable Object> tell(String method, @Nullable Object... arguments) {
        return call(method, false, arguments);
    }

    /**
     * One of the methods.
     *
     * @param name as for {@link #callRemote}
     * @return calls it; that the peer has it is not checked
     */
    public final RemoteMethod remoteMethod(String name) {
        return new RemoteMethod(this, name);
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
     * @return calls this; equal to other such objects that call equal ones
     */
    public final <T> T as(Class<T> type) {
        Class<?>[] faces = this instanceof Jellyable ? new Class<?>[] {type, Jellyable.class} : new Class<?>[] {type};
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), faces, new TypedReference(this, type)));
    }

    final Deferred<@Nullable Object> call(String method, boolean answer, @Nullable Object... arguments) {
        int last = arguments.length - 1;
        if (last >= 0 && arguments[last] instanceof Keywords keywords) {
            return call(method, values(arguments, last), keywords, answer);
        }
        return call(method, values(arguments, arguments.length), Keywords.NONE, answer);
    }

    private static List<@Nullable Object> values(@Nullable Object[] arguments, int count) {
        return Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(arguments, count)));
    }

    abstract Deferred<@Nullable Object> call(
            String method, List<@Nullable Object> arguments, Keywords keywords, boolean answer);
}
