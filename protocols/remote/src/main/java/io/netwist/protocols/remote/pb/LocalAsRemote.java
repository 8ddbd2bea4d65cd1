/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Deferred;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An object of this side's behind the interface that callers have of those of a peer's, so that they need not know which it
 * is: what it returns comes in a Deferred, what it throws fails it. Only what the interface has can be called, and of that
 * only what is marked {@link Remote} in the object's class. Nothing is copied.
 *
 * <pre>{@code
 * Room room = LocalAsRemote.of(Room.class, new Cellar()); // Or reference.as(Room.class).
 * room.describe(2).addCallback(…);
 * }</pre>
 *
 * <p>Threading: that of the caller. <b>Source</b>: {@code twisted.spread.util.LocalAsRemote} and {@code LocalAsyncForwarder}.
 */
public final class LocalAsRemote {
    private LocalAsRemote() {}

    /**
     * Makes one.
     *
     * @param <T> the interface
     * @param type the same, as for {@link RemoteObject#as}
     * @param object whose methods are called
     * @return calls the object
     */
    public static <T> T of(Class<T> type, Object object) {
        TypedReference.check(type);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                new Handler(type, Objects.requireNonNull(object, "object"))));
    }

    private record Handler(Class<?> type, Object object) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            @Nullable Object[] given = arguments == null ? new @Nullable Object[0] : arguments;
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" ->
                        given[0] != null
                                && Proxy.isProxyClass(given[0].getClass())
                                && equals(Proxy.getInvocationHandler(given[0]));
                    case "hashCode" -> hashCode();
                    default -> type.getSimpleName() + " of " + object;
                };
            }
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, given);
            }
            Deferred<@Nullable Object> result = result(method, given);
            if (method.getReturnType() == void.class) {
                result.handleFailure(failure -> {}); // Nobody asked.
                return null;
            }
            return TypedReference.typed(result, method);
        }

        private Deferred<@Nullable Object> result(Method method, @Nullable Object[] given) {
            Object value;
            Object last = given.length == 0 ? null : given[given.length - 1];
            Keywords keywords = last instanceof Keywords named ? named : Keywords.NONE;
            int count = last instanceof Keywords ? given.length - 1 : given.length;
            try {
                value = RemoteMethods.of(object.getClass())
                        .call(
                                object,
                                "",
                                TypedReference.nameOf(method),
                                Arrays.asList(Arrays.copyOf(given, count)),
                                keywords.values());
            } catch (Throwable e) {
                return Deferred.fail(e);
            }
            Deferred<@Nullable Object> result = new Deferred<>();
            if (value instanceof Deferred<?> later) {
                later.consume(result::callbackValue, result::errback);
            } else {
                result.callbackValue(value);
            }
            return result;
        }
    }
}
