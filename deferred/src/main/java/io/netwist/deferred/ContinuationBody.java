/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A body whose frames are copied off the reactor's stack while it is parked. */
final class ContinuationBody extends CoroutineBody {
    /*
     * The JVM's continuations are reached through method handles, since the code must compile and run on JVMs that have
     * none. They are in a package that java.base exports to nobody unless the command line (or the manifest of the jar
     * given to java -jar) says so.
     */
    private record Handles(
            MethodHandle make,
            MethodHandle run,
            MethodHandle yield,
            @Nullable Class<?> virtualThread) {
        static @Nullable Handles find() {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                Class<?> continuation = Class.forName("jdk.internal.vm.Continuation");
                Class<?> scope = Class.forName("jdk.internal.vm.ContinuationScope");
                Object ours = lookup.findConstructor(scope, methodType(void.class, String.class))
                        .invoke("netwist");
                return new Handles(
                        lookup.findConstructor(continuation, methodType(void.class, scope, Runnable.class))
                                .bindTo(ours)
                                .asType(methodType(Object.class, Runnable.class)),
                        lookup.findVirtual(continuation, "run", methodType(void.class))
                                .asType(methodType(void.class, Object.class)),
                        lookup.findStatic(continuation, "yield", methodType(boolean.class, scope))
                                .bindTo(ours),
                        Class.forName("java.lang.BaseVirtualThread"));
            } catch (Throwable absent) {
                return null;
            }
        }
    }

    private static final @Nullable Handles HANDLES = Handles.find();
    private static final @Nullable MethodHandle MAKE = HANDLES == null ? null : HANDLES.make;
    private static final @Nullable MethodHandle RUN = HANDLES == null ? null : HANDLES.run;
    private static final @Nullable MethodHandle YIELD = HANDLES == null ? null : HANDLES.yield;

    private static final ThreadLocal<@Nullable ContinuationBody> CURRENT = new ThreadLocal<>();

    /** Null once the body is over. */
    private @Nullable Object continuation;

    ContinuationBody(Callable<?> function) {
        super(function);
    }

    /** Whether the current thread can run bodies in this way. A virtual thread cannot: it is a continuation itself. */
    static boolean available() {
        return HANDLES != null
                && (HANDLES.virtualThread == null || !HANDLES.virtualThread.isInstance(Thread.currentThread()));
    }

    static @Nullable CoroutineBody current() {
        return HANDLES == null ? null : CURRENT.get();
    }

    @Override
    void resume() {
        ContinuationBody around = CURRENT.get();
        CURRENT.set(this);
        try {
            if (continuation == null && MAKE != null) {
                Runnable body = this::execute;
                continuation = (Object) MAKE.invokeExact(body);
            }
            if (RUN != null) {
                RUN.invokeExact(continuation);
            }
        } catch (Throwable broken) {
            throw Failure.sneak(broken);
        } finally {
            if (around == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(around);
            }
        }
    }

    @Override
    void park() {
        try {
            boolean yielded = YIELD != null && (boolean) YIELD.invokeExact();
            assert yielded;
        } catch (Throwable pinned) {
            throw Failure.sneak(pinned);
        }
    }
}
