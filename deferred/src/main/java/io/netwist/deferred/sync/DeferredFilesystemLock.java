/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.sync;

import io.netwist.deferred.CheckReturnValue;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.DeferredTimeoutException;
import io.netwist.deferred.time.DelayedCall;
import io.netwist.deferred.time.ReactorTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process in at a time: a lock that is a symbolic link in the file system. While another process holds it, it
 * is tried again and again. The lock of a process that is gone is taken over.
 *
 * <p>Within one process any object with the same path may unlock what another has locked.
 *
 * <p><b>Threading</b>: the thread of the reactor whose clock it was given.
 *
 * <p><b>Source</b>: {@code twisted.internet.defer.DeferredFilesystemLock}.
 */
public final class DeferredFilesystemLock {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Path path;
    private final ReactorTime time;
    private final Duration interval;
    private final FilesystemLock lock;

    /** All three are null unless somebody waits; the last also when there is no limit. */
    private @Nullable Deferred<@Nullable Void> waiting;

    private @Nullable DelayedCall retry;
    private @Nullable DelayedCall timeLimit;

    /**
     * Makes a lock that is tried once a second.
     *
     * @param path where; the directory must exist
     * @param time the clock
     */
    public DeferredFilesystemLock(Path path, ReactorTime time) {
        this(path, time, INTERVAL);
    }

    /**
     * Makes a lock.
     *
     * @param path where; the directory must exist
     * @param time the clock
     * @param interval how long to wait between two attempts
     */
    public DeferredFilesystemLock(Path path, ReactorTime time, Duration interval) {
        this.path = Objects.requireNonNull(path, "path");
        this.time = Objects.requireNonNull(time, "time");
        this.interval = Objects.requireNonNull(interval, "interval");
        this.lock = new FilesystemLock(path);
    }

    /**
     * Tries once.
     *
     * @return whether it is locked now
     * @throws IOException if the file system refuses
     */
    public boolean lock() throws IOException {
        return lock.lock();
    }

    /**
     * Gives the lock back.
     *
     * @throws IOException if the file system refuses
     * @throws IllegalStateException if it is not this process that holds it
     */
    public void unlock() throws IOException {
        lock.unlock();
    }

    /**
     * Tells whether this object has locked it.
     *
     * @return whether {@link #lock()} or {@link #deferUntilLocked} has succeeded and {@link #unlock()} was not called
     */
    public boolean locked() {
        return lock.locked();
    }

    /**
     * Tells whether whoever had the lock before gave it back, or there was nobody.
     *
     * @return false if it was taken over from a process that is gone
     */
    public boolean clean() {
        return lock.clean();
    }

    /**
     * Waits for the lock for as long as it takes. When the Deferred is cancelled one last attempt is made.
     *
     * @return fires when it is locked; it fails with {@link AlreadyTryingToLockException} while an earlier call waits
     */
    @CheckReturnValue
    public Deferred<@Nullable Void> deferUntilLocked() {
        return begin(null);
    }

    /**
     * Waits for the lock, but not for ever. When the time is over, or the Deferred is cancelled, one last attempt is
     * made.
     *
     * @param timeout how long
     * @return fires when it is locked; it fails with {@link DeferredTimeoutException} when the time is over, and with
     *     {@link AlreadyTryingToLockException} while an earlier call waits
     */
    @CheckReturnValue
    public Deferred<@Nullable Void> deferUntilLocked(Duration timeout) {
        return begin(Objects.requireNonNull(timeout, "timeout"));
    }

    private Deferred<@Nullable Void> begin(@Nullable Duration timeout) {
        if (waiting != null) {
            return Deferred.fail(new AlreadyTryingToLockException(path + ": an earlier call still waits for it"));
        }
        Deferred<@Nullable Void> deferred = new Deferred<>(self -> attempt(null));
        waiting = deferred;
        if (timeout != null) {
            timeLimit = time.callLater(timeout, () -> attempt(new DeferredTimeoutException(timeout, "lock " + path)));
        }
        poll();
        return deferred;
    }

    private void poll() {
        retry = null;
        if (!tryOnce()) {
            retry = time.callLater(interval, this::poll);
        }
    }

    /** The last attempt; without a reason the Deferred is being cancelled and fails by itself. */
    private void attempt(@Nullable Throwable reason) {
        Deferred<@Nullable Void> deferred = waiting;
        if (deferred != null && !tryOnce()) {
            end();
            if (reason != null) {
                deferred.errback(reason);
            }
        }
    }

    /** Whether it is over, in whatever way. */
    private boolean tryOnce() {
        Deferred<@Nullable Void> deferred = waiting;
        if (deferred == null) {
            return true;
        }
        try {
            if (!lock.lock()) {
                return false;
            }
        } catch (IOException refused) {
            end();
            deferred.errback(refused);
            return true;
        }
        end();
        deferred.callback(null);
        return true;
    }

    private void end() {
        waiting = null;
        cancel(retry);
        cancel(timeLimit);
        retry = null;
        timeLimit = null;
    }

    private static void cancel(@Nullable DelayedCall call) {
        if (call != null && call.active()) {
            call.cancel();
        }
    }
}
