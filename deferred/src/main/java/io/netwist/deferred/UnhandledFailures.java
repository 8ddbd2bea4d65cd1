/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Failures that nobody handled: where they are reported, and how a test finds them without waiting for the garbage
 * collector.
 *
 * <p>Each is reported once, when its Deferred has become garbage. By default that is one record at level ERROR of the
 * logger {@code io.netwist.deferred.Deferred}, with the original exception; a {@link CancelledException} is logged at
 * level DEBUG, since a Deferred that somebody cancelled and dropped is no mistake.
 *
 * <p><b>Threading</b>: any thread may call everything here.
 */
public final class UnhandledFailures {
    private static final Object LOCK = new Object();

    private static volatile Consumer<? super UnhandledFailure> sink = UnhandledFailures::log;

    /** The open watches; replaced, never changed. */
    private static volatile List<Watch> watches = List.of();

    private UnhandledFailures() {}

    /**
     * Replaces what failures are reported to.
     *
     * @param newSink receives each failure once, on a thread of its own that all share, so it must be quick and safe to
     *     use from any thread; what it throws is logged
     * @return the sink so far
     */
    public static Consumer<? super UnhandledFailure> setSink(Consumer<? super UnhandledFailure> newSink) {
        synchronized (LOCK) {
            Consumer<? super UnhandledFailure> old = sink;
            sink = Objects.requireNonNull(newSink, "newSink");
            return old;
        }
    }

    /**
     * Runs the garbage collector and waits until what it found has been reported. For tests; a program has no use for
     * it.
     *
     * @return whether everything was reported within ten seconds
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public static boolean collect() throws InterruptedException {
        // The cleaner's queue is a stack: what was found together with a sentinel may be reported after it, but not
        // after
        // one that is found by a later collection, and then by one more for good measure.
        boolean all = true;
        for (int i = 0; i < 3; i++) {
            all &= awaitSentinel();
        }
        return all;
    }

    private static boolean awaitSentinel() throws InterruptedException {
        CountDownLatch reported = new CountDownLatch(1);
        registerSentinel(reported);
        // The collector may leave the sentinel alone for a while, so it is asked again and again.
        for (int i = 0; i < 70; i++) {
            System.gc();
            if (reported.await(50, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private static void registerSentinel(CountDownLatch reported) {
        Cleaner.Cleanable registered = Unhandled.CLEANER.register(new Object(), reported::countDown);
        Objects.requireNonNull(registered);
    }

    /**
     * Begins to list failures at the moment when their chain has ended in them, until they are handled.
     *
     * @return the list
     */
    public static Watch watch() {
        Watch watch = new Watch();
        synchronized (LOCK) {
            List<Watch> more = new ArrayList<>(watches);
            more.add(watch);
            watches = List.copyOf(more);
            Parked.list(true);
        }
        return watch;
    }

    static void listed(Unhandled unhandled) {
        for (Watch watch : watches) {
            watch.listed.add(unhandled);
        }
    }

    static void unlisted(Unhandled unhandled) {
        for (Watch watch : watches) {
            watch.listed.remove(unhandled);
        }
    }

    static boolean isListed(Unhandled unhandled) {
        for (Watch watch : watches) {
            if (watch.listed.contains(unhandled)) {
                return true;
            }
        }
        return false;
    }

    static void report(UnhandledFailure unhandled) {
        if (Events.wantsUnhandled()) {
            Events.unhandled(unhandled);
        }
        try {
            sink.accept(unhandled);
        } catch (Throwable thrown) {
            Debug.LOG.error("the sink for unhandled failures threw; {}", unhandled, thrown);
        }
    }

    private static void log(UnhandledFailure unhandled) {
        Throwable value = unhandled.failure().value();
        if (value instanceof CancelledException) {
            Debug.LOG.debug("{}", unhandled, value);
        } else {
            Debug.LOG.error("{}", unhandled, value);
        }
    }

    /** Runs something that no watch is to hear of; for this package's own tests. */
    static void unwatched(Runnable work) {
        List<Watch> before;
        synchronized (LOCK) {
            before = watches;
            watches = List.of();
        }
        try {
            work.run();
        } finally {
            synchronized (LOCK) {
                watches = before;
            }
        }
    }

    /** The failures that were left unhandled since it was opened. It keeps them from being reported as garbage. */
    public static final class Watch implements AutoCloseable {
        private final Set<Unhandled> listed =
                Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

        Watch() {}

        /**
         * Lists what is unhandled now.
         *
         * @return the failures; {@link CancelledException}s are among them
         */
        public List<UnhandledFailure> unhandled() {
            List<UnhandledFailure> failures = new ArrayList<>();
            synchronized (listed) {
                for (Unhandled unhandled : listed) {
                    UnhandledFailure failure = unhandled.snapshot();
                    if (failure != null) {
                        failures.add(failure);
                    }
                }
            }
            return failures;
        }

        /**
         * Lists what is unhandled now and declares it dealt with: it will not be reported.
         *
         * @return the failures
         */
        public List<UnhandledFailure> flush() {
            List<UnhandledFailure> failures = unhandled();
            synchronized (listed) {
                listed.forEach(Unhandled::forget);
                listed.clear();
            }
            return failures;
        }

        /**
         * Counts the coroutines that wait for something.
         *
         * @return how many have begun to wait since the last watch was opened and have not gone on
         */
        public int parkedCoroutines() {
            return Parked.count();
        }

        /** Stops listing. What is still listed is reported as if there had been no watch. */
        @Override
        public void close() {
            synchronized (LOCK) {
                List<Watch> fewer = new ArrayList<>(watches);
                fewer.remove(this);
                watches = List.copyOf(fewer);
                if (fewer.isEmpty()) {
                    Parked.list(false);
                }
            }
            List<Unhandled> left;
            synchronized (listed) {
                left = List.copyOf(listed);
                listed.clear();
            }
            for (Unhandled unhandled : left) {
                if (!isListed(unhandled)) {
                    unhandled.unwatched();
                }
            }
        }
    }
}
