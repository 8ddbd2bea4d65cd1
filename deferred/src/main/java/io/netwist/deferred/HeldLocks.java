/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/** In debug mode, refuses to let a body wait while it holds a monitor or a lock. It is slow. */
final class HeldLocks {
    /** The locks that the thread held before the body ran. */
    private static final Map<CoroutineBody, Set<String>> BEFORE = new WeakHashMap<>();

    private HeldLocks() {}

    /** Notes what the thread that is about to resume a body holds itself. */
    static void remember(CoroutineBody body) {
        Set<String> held = new HashSet<>();
        if (body instanceof ContinuationBody) {
            for (LockInfo lock : info().getLockedSynchronizers()) {
                held.add(lock.toString());
            }
        }
        synchronized (BEFORE) {
            BEFORE.put(body, held);
        }
    }

    /** Called on the thread that runs the body. */
    static void refuse(CoroutineBody body) {
        ThreadInfo info = info();
        StackTraceElement[] stack = info.getStackTrace();
        int bottom = 0;
        while (bottom < stack.length && !isBottom(stack[bottom])) {
            bottom++;
        }
        for (MonitorInfo monitor : info.getLockedMonitors()) {
            if (monitor.getLockedStackDepth() < bottom) {
                throw refused(monitor);
            }
        }
        Set<String> before;
        synchronized (BEFORE) {
            before = BEFORE.getOrDefault(body, Set.of());
        }
        for (LockInfo lock : info.getLockedSynchronizers()) {
            if (!before.contains(lock.toString())) {
                throw refused(lock);
            }
        }
    }

    private static boolean isBottom(StackTraceElement frame) {
        return frame.getClassName().equals(CoroutineBody.class.getName())
                && frame.getMethodName().equals("execute");
    }

    private static IllegalStateException refused(LockInfo lock) {
        return new IllegalStateException("a coroutine must not await while it holds a monitor or a lock: " + lock
                + "; leave the synchronized block first, or use a DeferredLock");
    }

    private static ThreadInfo info() {
        long[] self = {Thread.currentThread().getId()};
        return ManagementFactory.getThreadMXBean().getThreadInfo(self, true, true)[0];
    }
}
