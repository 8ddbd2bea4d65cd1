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
        Remote remote = method.getAnnotation(Remote.class);
        String name = remote == null || remote.value().isEmpty() ? method.getName() : remote.value();
        boolean answer = method.getReturnType() != void.class;
        Deferred<@Nullable Object> result = behind.call(name, answer, given);
        Class<?> wanted = answer ? raw(method.getGenericReturnType()) : Object.class;
        if (wanted == Void.class) {
            return result.<@Nullable Object>addCallback(nothing -> null);
        }
        return wanted == Object.class
                ? result
                : result.<@Nullable Object>addCallback(value -> Conversions.to(wanted, value, "result of " + name));
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
