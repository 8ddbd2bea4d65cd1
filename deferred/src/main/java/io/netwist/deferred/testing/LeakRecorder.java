/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what Netty's leak detectors find, so that a test can fail of it. */
final class LeakRecorder extends ResourceLeakDetectorFactory {
    private static final LeakRecorder INSTANCE = new LeakRecorder();

    private final List<Recording<?>> detectors = new CopyOnWriteArrayList<>();
    private final List<String> leaks = new ArrayList<>();

    private LeakRecorder() {}

    /** Takes effect for classes of buffers that are not loaded yet. */
    static void install() {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(INSTANCE);
    }

    /** What was found since the last time, after a collection. */
    static List<String> collect() throws InterruptedException {
        if (!INSTANCE.detectors.isEmpty()) {
            collectGarbage();
            INSTANCE.detectors.forEach(Recording::probe);
        }
        synchronized (INSTANCE.leaks) {
            List<String> found = List.copyOf(INSTANCE.leaks);
            INSTANCE.leaks.clear();
            return found;
        }
    }

    private static void collectGarbage() throws InterruptedException {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
        for (int i = 0; i < 20; i++) {
            System.gc();
            if (queue.remove(100) == canary) {
                return;
            }
        }
    }

    @Override
    @SuppressWarnings("deprecation")
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval, long maxActive) {
        Recording<T> detector = new Recording<>(resource, interval);
        detectors.add(detector);
        return detector;
    }

    private void found(String leak) {
        synchronized (leaks) {
            leaks.add(leak);
        }
    }

    private final class Recording<T> extends ResourceLeakDetector<T> {
        @SuppressWarnings("deprecation")
        Recording(Class<T> resource, int interval) {
            super(resource, interval);
        }

        /** A detector looks for leaks when something new is tracked, and at no other time. */
        @SuppressWarnings("unchecked")
        void probe() {
            T probe = (T) new Object();
            ResourceLeakTracker<T> tracker = track(probe);
            if (tracker != null) {
                tracker.close(probe);
            }
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            found(resourceType + " was not released before it became garbage." + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            found(resourceType + " was not released before it became garbage; run with"
                    + " -Dio.netty.leakDetection.level=paranoid to see where it was used");
        }
    }
}
