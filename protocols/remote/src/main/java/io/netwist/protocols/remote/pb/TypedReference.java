/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Deferred;
import io.netwist.protocols.remote.jelly.Jellier;
import io.netwist.protocols.remote.jelly.Jellyable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls of the methods of an interface.
 *
 * @param behind whom to call
 * @param type the interface
 */
record TypedReference(RemoteObject behind, Class<?> type) implements InvocationHandler {
    TypedReference {
        check(type);
    }

    /** Refuses an interface that has methods which cannot be calls. */
    static void check(Class<?> type) {
        for (Method method : type.getMethods()) {
            boolean fits = method.getReturnType() == Deferred.class || method.getReturnType() == void.class;
            if (!fits && !method.isDefault() && !Modifier.isStatic(method.getModifiers())) {
                throw new IllegalArgumentException(method + " (expected: a method that returns a Deferred or nothing)");
            }
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        @Nullable Object[] given = arguments == null ? new @Nullable Object[0] : arguments;
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> given[0] != null && type.isInstance(given[0]) && sameBehind(given[0]);
                case "hashCode" -> behind.hashCode();
                default -> type.getSimpleName() + " of " + behind;
            };
        }
        if (method.getName().equals("jellyFor")
                && given.length == 1
                && given[0] instanceof Jellier jellier
                && behind instanceof Jellyable jellyable) {
            return jellyable.jellyFor(jellier);
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, given);
        }
        return typed(behind.call(nameOf(method), method.getReturnType() != void.class, given), method);
    }

    /** What a method is called at the peer. */
    static String nameOf(Method method) {
        Remote remote = method.getAnnotation(Remote.class);
        return remote == null || remote.value().isEmpty() ? method.getName() : remote.value();
    }

    /** A result as a method declares it. */
    static Deferred<@Nullable Object> typed(Deferred<@Nullable Object> result, Method method) {
        Class<?> wanted = method.getReturnType() == void.class ? Object.class : raw(method.getGenericReturnType());
        if (wanted == Void.class) {
            return result.<@Nullable Object>addCallback(nothing -> null);
        }
        return wanted == Object.class
                ? result
                : result.<@Nullable Object>addCallback(
                        value -> Conversions.to(wanted, value, "result of " + nameOf(method)));
    }

    private boolean sameBehind(Object other) {
        return Proxy.isProxyClass(other.getClass())
                && Proxy.getInvocationHandler(other) instanceof TypedReference typed
                && typed.behind.equals(behind);
    }

    /** The class of what a Deferred fires with. */
    private static Class<?> raw(Type declared) {
        if (!(declared instanceof ParameterizedType deferred)) {
            return Object.class;
        }
        Type argument = Objects.requireNonNull(deferred.getActualTypeArguments()[0]);
        if (argument instanceof WildcardType wildcard) {
            argument = Objects.requireNonNull(wildcard.getUpperBounds()[0]);
        }
        if (argument instanceof ParameterizedType parameterized) {
            argument = parameterized.getRawType();
        }
        return argument instanceof Class<?> known ? known : Object.class;
    }
}
