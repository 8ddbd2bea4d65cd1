/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The delayed calls of one reactor, earliest first and in order of arrival when due at the same instant.
 *
 * <p>This is for those who write a reactor: it implements {@link ReactorTime#callLater} and tells how long the loop may
 * sleep. The clock is the caller's.
 *
 * <ul>
 *   <li>Contract: adding, moving and cancelling cost O(log n); a cancelled call leaves the queue at once, and so does
 *       its action.
 *   <li>{@link #runDue} runs what was there when it began: calls added meanwhile wait for the next batch.
 *   <li>An exception out of an action goes to the handler and the batch goes on, unless the handler throws.
 * </ul>
 *
 * <p><b>Threading</b>: one thread, the reactor's.
 */
public final class TimerQueue {
    /** Receives what an action threw. */
    @FunctionalInterface
    public interface FailureHandler {
        /**
         * Deals with an exception out of a delayed call.
         *
         * @param call the call; its text tells what it was
         * @param thrown what its action threw
         */
        void failed(DelayedCall call, Throwable thrown);
    }

    /** Far enough never to come, near enough that differences between two such instants do not overflow. */
    private static final long FOREVER = Long.MAX_VALUE / 4;

    private final LongSupplier clock;

    /** A binary heap; entry i knows that it is at i. */
    private Entry[] heap = new Entry[16];

    private int size;

    /** Calls added while a batch runs; they join the heap when it is over. */
    private final Set<Entry> incoming = new LinkedHashSet<>();

    /** Batches that are running, one inside the other when an action turns a test clock. */
    private int running;

    private long nextSequence;
    private boolean debugging;

    /**
     * Makes an empty queue.
     *
     * @param clock tells the time in nanoseconds
     */
    public TimerQueue(LongSupplier clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Records from now on where each call was asked for; the text of a call then shows it.
     *
     * @param on whether to
     */
    public void setDebugging(boolean on) {
        debugging = on;
    }

    /**
     * Adds a call.
     *
     * @param delay how long from now
     * @param action what to call
     * @return the call
     * @throws IllegalArgumentException if the delay is negative
     */
    public DelayedCall callLater(Duration delay, Action action) {
        Objects.requireNonNull(action, "action");
        Entry entry = new Entry(after(clock.getAsLong(), notNegative(delay)), nextSequence++, action);
        if (debugging) {
            entry.created = new Throwable("the call was asked for here");
        }
        if (running > 0) {
            entry.index = Entry.INCOMING;
            incoming.add(entry);
        } else {
            insert(entry);
        }
        return entry;
    }

    /**
     * Lists the calls to come.
     *
     * @return a copy, in no particular order
     */
    public List<DelayedCall> getDelayedCalls() {
        List<DelayedCall> calls = new ArrayList<>(size + incoming.size());
        calls.addAll(Arrays.asList(heap).subList(0, size));
        calls.addAll(incoming);
        return List.copyOf(calls);
    }

    /**
     * Tells whether nothing is to come.
     *
     * @return whether the queue is empty
     */
    public boolean isEmpty() {
        return size == 0 && incoming.isEmpty();
    }

    /**
     * Tells how long until the next call is due.
     *
     * @param now the time
     * @return nanoseconds, 0 when a call is due already, -1 when there is no call
     */
    public long nanosUntilNext(long now) {
        Entry next = size == 0 ? null : heap[0];
        for (Entry entry : incoming) {
            if (next == null || entry.before(next)) {
                next = entry;
            }
        }
        return next == null ? -1 : Math.max(0, next.time - now);
    }

    /**
     * Tells whether a call is due.
     *
     * @param now the time
     * @return whether {@link #runDue} would run one
     */
    public boolean hasDue(long now) {
        return nanosUntilNext(now) == 0;
    }

    /**
     * Runs what is due, earliest first. Calls that are added meanwhile are left for the next time.
     *
     * @param now the time; a call due at that very instant runs
     * @param handler receives what an action throws; if it throws itself, the batch ends there and the calls that have
     *     not run stay in the queue
     * @return how many calls ran
     */
    public int runDue(long now, FailureHandler handler) {
        absorbIncoming();
        int ran = 0;
        running++;
        try {
            while (size > 0 && heap[0].time - now <= 0) {
                Entry entry = heap[0];
                remove(entry);
                Action action = entry.begin();
                ran++;
                try {
                    action.run();
                } catch (Throwable thrown) {
                    if (thrown instanceof InterruptedException) {
                        Thread.currentThread().interrupt();
                    }
                    handler.failed(entry, thrown);
                }
            }
        } finally {
            running--;
            if (running == 0) {
                absorbIncoming();
            }
        }
        return ran;
    }

    /** Forgets every call: they count as cancelled. */
    public void clear() {
        for (DelayedCall call : getDelayedCalls()) {
            call.cancel();
        }
    }

    private void absorbIncoming() {
        for (Entry entry : incoming) {
            insert(entry);
        }
        incoming.clear();
    }

    private static Duration notNegative(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay: " + delay + " (expected: zero or more)");
        }
        return delay;
    }

    private static long after(long start, Duration delay) {
        long nanos;
        try {
            nanos = delay.toNanos();
        } catch (ArithmeticException tooFar) {
            nanos = delay.isNegative() ? -FOREVER : FOREVER;
        }
        return start + Math.max(-FOREVER, Math.min(FOREVER, nanos));
    }

    private void insert(Entry entry) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        place(entry, size++);
        siftUp(entry);
    }

    private void remove(Entry entry) {
        int index = entry.index;
        Entry last = heap[--size];
        Arrays.fill(heap, size, size + 1, null);
        if (last != entry) {
            place(last, index);
            fix(last);
        }
        // A burst of timeouts that were all cancelled must not leave its array behind.
        if (heap.length > 64 && size < heap.length / 4) {
            heap = Arrays.copyOf(heap, heap.length / 2);
        }
    }

    private void fix(Entry entry) {
        siftUp(entry);
        siftDown(entry);
    }

    private void place(Entry entry, int index) {
        heap[index] = entry;
        entry.index = index;
    }

    private void siftUp(Entry entry) {
        int index = entry.index;
        while (index > 0) {
            Entry parent = heap[(index - 1) >>> 1];
            if (!entry.before(parent)) {
                break;
            }
            int up = parent.index;
            place(parent, index);
            index = up;
        }
        place(entry, index);
    }

    private void siftDown(Entry entry) {
        int index = entry.index;
        for (int child = 2 * index + 1; child < size; child = 2 * index + 1) {
            if (child + 1 < size && heap[child + 1].before(heap[child])) {
                child++;
            }
            Entry least = heap[child];
            if (!least.before(entry)) {
                break;
            }
            place(least, index);
            index = child;
        }
        place(entry, index);
    }

    /** One call; who holds it holds neither its action nor the queue's other calls once it is over. */
    private final class Entry implements DelayedCall {
        static final int INCOMING = -1;

        private final long sequence;
        private long time;

        /** Where it is in the heap, or {@link #INCOMING}. */
        private int index;

        /** Null once it began to run or was cancelled. */
        private @Nullable Action action;

        private boolean cancelled;

        /** Where it was asked for, when debugging. */
        private @Nullable Throwable created;

        Entry(long time, long sequence, Action action) {
            this.time = time;
            this.sequence = sequence;
            this.action = action;
        }

        boolean before(Entry other) {
            long difference = time - other.time;
            return difference != 0 ? difference < 0 : sequence < other.sequence;
        }

        Action begin() {
            Action begun = Objects.requireNonNull(action);
            action = null;
            return begun;
        }

        @Override
        public void cancel() {
            requireActive("cancelled");
            cancelled = true;
            action = null;
            if (index == INCOMING) {
                incoming.remove(this);
            } else {
                remove(this);
            }
        }

        @Override
        public void reset(Duration delay) {
            requireActive("reset");
            moveTo(after(clock.getAsLong(), notNegative(delay)));
        }

        @Override
        public void delay(Duration more) {
            requireActive("delayed");
            moveTo(after(time, more));
        }

        private void moveTo(long when) {
            time = when;
            if (index != INCOMING) {
                fix(this);
            }
        }

        private void requireActive(String what) {
            if (cancelled) {
                throw new AlreadyCancelled("the delayed call cannot be " + what + ": it was cancelled before");
            }
            if (action == null) {
                throw new AlreadyCalled("the delayed call cannot be " + what + ": it has run or is running");
            }
        }

        @Override
        public boolean active() {
            return action != null;
        }

        @Override
        public long getTime() {
            return time;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("DelayedCall[in ")
                    .append((time - clock.getAsLong()) / 1e9)
                    .append(" s, called=")
                    .append(action == null && !cancelled)
                    .append(", cancelled=")
                    .append(cancelled);
            if (action != null) {
                text.append(", ").append(action);
            }
            text.append(']');
            if (created != null) {
                for (StackTraceElement frame : created.getStackTrace()) {
                    text.append("\n  asked for at ").append(frame);
                }
            }
            return text.toString();
        }
    }
}
