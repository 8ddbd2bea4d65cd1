/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hears the signals sent to this process, and knows their numbers.
 *
 * <p>Threading: any thread; the action is called on a thread of the JVM's, so hand over with {@code callFromThread}. Built
 * on {@code sun.misc.Signal} of the module {@code jdk.unsupported}, by reflection since compilers warn of it; where that
 * module is missing, nothing is heard.
 */
public final class Signals {

    /** What we know without the JVM's help. */
    private static final Map<String, Integer> EVERYWHERE = Map.of("HUP", 1, "INT", 2, "QUIT", 3, "KILL", 9, "TERM", 15);

    private Signals() {}

    /** Ends the hearing of one signal: what happened before happens again. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Calls an action at each signal of a kind.
     *
     * @param name without SIG: {@code TERM}, {@code INT}, {@code HUP}
     * @param action called on a thread of the JVM's
     * @return ends it
     * @throws IllegalArgumentException if this platform has no such signal, or the JVM keeps it for itself
     */
    public static Subscription handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        return switch (method.getName()) {
                            case "handle" -> {
                                action.run();
                                yield null;
                            }
                            case "equals" -> proxy == Objects.requireNonNull(arguments)[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> "handler of SIG" + name;
                        };
                    });
            Object kind = signal.getConstructor(String.class).newInstance(name);
            Object before = install(signal, handler, kind, ours);
            return () -> {
                try {
                    install(signal, handler, kind, before);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("cannot restore the handler of SIG" + name, e);
                }
            };
        } catch (ClassNotFoundException e) {
            return () -> {};
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("signal: " + name + " (expected: one that this JVM lets us handle)", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot handle SIG" + name, e);
        }
    }

    /**
     * The number of a signal.
     *
     * @param name without SIG: {@code TERM}
     * @return its number on this platform
     * @throws IllegalArgumentException if this platform has no such signal
     */
    public static int number(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            return (int) signal.getMethod("getNumber")
                    .invoke(signal.getConstructor(String.class).newInstance(name));
        } catch (ClassNotFoundException e) {
            Integer known = EVERYWHERE.get(name);
            if (known != null) {
                return known;
            }
            throw noSuch(name, e);
        } catch (InvocationTargetException e) {
            throw noSuch(name, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot find SIG" + name, e);
        }
    }

    private static IllegalArgumentException noSuch(String name, Exception cause) {
        return new IllegalArgumentException(
                "signal: " + name + " (expected: a name as TERM, KILL or HUP, without SIG)", cause);
    }

    private static @Nullable Object install(Class<?> signal, Class<?> handler, Object kind, @Nullable Object what)
            throws ReflectiveOperationException {
        return signal.getMethod("handle", signal, handler).invoke(null, kind, what);
    }
}
