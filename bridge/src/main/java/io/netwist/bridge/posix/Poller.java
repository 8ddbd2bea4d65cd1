/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.posix;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when descriptors are ready, from one thread that lives while something is watched.
 *
 * <p>A selector of the JDK's takes only its own channels, and Netty's native loops only theirs; {@code poll} takes pipes,
 * terminals and whatever else has a number. Threading: any thread.
 */
public final class Poller {

    /*
     * A watch is armed for one report and then silent until it is armed again, so a descriptor that stays ready does not
     * spin. The kernel holds on to what it polls even after close, so whoever closes a descriptor must cancel its watch
     * first: that wakes the thread, which then polls without it.
     *
     * "Broken" (the reader of a pipe is gone, the other side hung up) is reported whether asked for or not.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    static final int ENTRY = 8;
    private static final int IDLE_MILLIS = 1000;

    /** What an eventfd is written. */
    private static final ByteBuffer ONE =
            ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder()).putLong(0, 1);

    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;

    private final String name;
    private final Object lock = new Object();
    private final List<Watch> watches = new ArrayList<>();

    /** Written to make poll return; null while there is no thread. Guarded by the lock, as all that follows. */
    private @Nullable Thread thread;

    private int alarm;
    private boolean woken;
    private boolean closed;

    /** What to wait for. */
    public enum Interest {
        /** There is something to read, or the end of it. */
        READ,
        /** There is room to write. */
        WRITE,
        /** Only that the other side is gone. */
        BROKEN
    }

    /**
     * A poller without a thread yet.
     *
     * @param name of its thread
     */
    public Poller(String name) {
        this.name = name;
    }

    /**
     * Has a thread and the descriptor that it needs, so that the next watch cannot fail for want of one.
     *
     * @throws PosixException if there is no descriptor left
     */
    public void open() throws PosixException {
        synchronized (lock) {
            if (thread == null && !closed) {
                begin();
            }
        }
    }

    /**
     * Begins to watch a descriptor; nothing is reported before the watch is armed.
     *
     * @param descriptor open until the watch is cancelled
     * @param ready called on the poller's thread for each report; must not block or throw
     * @return the watch
     */
    public Watch watch(int descriptor, Runnable ready) {
        return new Watch(descriptor, ready);
    }

    /** One descriptor that is watched. */
    public final class Watch {
        private final int descriptor;
        private final Runnable ready;
        private @Nullable Interest armed;

        private Watch(int descriptor, Runnable ready) {
            this.descriptor = descriptor;
            this.ready = ready;
        }

        /**
         * Asks for one report.
         *
         * @param interest of what; replaces an earlier one
         */
        public void arm(Interest interest) {
            synchronized (lock) {
                if (armed == interest) {
                    return;
                }
                if (armed == null) {
                    watches.add(this);
                }
                armed = interest;
                wake();
            }
        }

        /** Wants no report any more. Before the descriptor is closed. */
        public void cancel() {
            synchronized (lock) {
                if (armed != null) {
                    armed = null;
                    watches.remove(this);
                    wake();
                }
            }
        }
    }

    /** Ends the thread; nothing is reported any more. */
    public void close() {
        Thread ending;
        synchronized (lock) {
            closed = true;
            watches.clear();
            ending = thread;
            wake();
        }
        if (ending != null) {
            boolean interrupted = false;
            while (ending.isAlive()) {
                try {
                    ending.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** With the lock. */
    private void wake() {
        if (thread == null) {
            if (!watches.isEmpty() && !closed) {
                try {
                    begin();
                } catch (PosixException e) {
                    throw new UncheckedIOException(e);
                }
            }
        } else if (!woken && Thread.currentThread() != thread) {
            woken = true;
            ring();
        }
    }

    /** With the lock. */
    private void begin() throws PosixException {
        alarm = Posix.checked("eventfd", Libc.eventfd(0, Libc.O_CLOEXEC | Libc.O_NONBLOCK));
        Thread made = new Thread(this::run, name);
        made.setDaemon(true);
        thread = made;
        made.start();
    }

    private void ring() {
        Libc.write(alarm, ONE, new NativeLong(8));
    }

    private void run() {
        ByteBuffer rung = ByteBuffer.allocateDirect(8);
        Memory entries = new Memory(64 * ENTRY);
        List<Watch> polled = new ArrayList<>();
        List<Interest> interests = new ArrayList<>();
        while (true) {
            synchronized (lock) {
                polled.clear();
                interests.clear();
                polled.addAll(watches);
                polled.forEach(each -> interests.add(interestOf(each)));
                if (woken) {
                    woken = false;
                    Libc.read(alarm, rung, new NativeLong(8));
                }
                if (closed) {
                    end();
                    return;
                }
            }
            if (entries.size() < (polled.size() + 1L) * ENTRY) {
                entries = new Memory((polled.size() + 1L) * 2 * ENTRY);
            }
            int ready = poll(entries, polled, interests);
            if (ready == 0 && polled.isEmpty()) {
                synchronized (lock) {
                    if (watches.isEmpty()) {
                        end();
                        return;
                    }
                }
            }
            report(entries, polled, interests);
        }
    }

    private static Interest interestOf(Watch watch) {
        Interest armed = watch.armed;
        return armed == null ? Interest.BROKEN : armed;
    }

    /** With the lock. */
    private void end() {
        thread = null;
        woken = false;
        Libc.close(alarm);
    }

    private int poll(Memory entries, List<Watch> polled, List<Interest> interests) {
        set(entries, 0, alarm, POLLIN);
        for (int i = 0; i < polled.size(); i++) {
            short events = switch (interests.get(i)) {
                case READ -> POLLIN;
                case WRITE -> POLLOUT;
                case BROKEN -> 0;
            };
            set(entries, i + 1, polled.get(i).descriptor, events);
        }
        return Libc.poll(entries, new NativeLong(polled.size() + 1L), polled.isEmpty() ? IDLE_MILLIS : -1);
    }

    static void set(Memory entries, int place, int descriptor, short events) {
        entries.setInt((long) place * ENTRY, descriptor);
        entries.setShort((long) place * ENTRY + 4, events);
        entries.setShort((long) place * ENTRY + 6, (short) 0);
    }

    private void report(Memory entries, List<Watch> polled, List<Interest> interests) {
        for (int i = 0; i < polled.size(); i++) {
            if (entries.getShort((i + 1L) * ENTRY + 6) == 0) {
                continue;
            }
            Watch watch = polled.get(i);
            synchronized (lock) {
                // Somebody may have wanted something else meanwhile.
                if (watch.armed != interests.get(i)) {
                    continue;
                }
                watch.armed = null;
                watches.remove(watch);
            }
            try {
                watch.ready.run();
            } catch (RuntimeException e) {
                LOG.error("{} threw", watch.ready, e);
            }
        }
    }
}
