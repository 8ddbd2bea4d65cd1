/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.util.concurrent.ScheduledFuture;
import io.netwist.deferred.Contexts;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.ReactorThread;
import io.netwist.deferred.time.Action;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A reactor's view of an event loop that somebody else runs: all but running and stopping. */
final class ForeignReactor extends EventLoopReactor {

    /** One view for each loop, as long as anybody uses it. */
    private static final Map<EventLoop, WeakReference<ForeignReactor>> VIEWS = new WeakHashMap<>();

    private final EventLoop loop;

    /** Null until something of ours has run on the loop. */
    private volatile @Nullable Thread thread;

    /** The wake-up for the earliest timer, and when it is due. */
    private @Nullable ScheduledFuture<?> wakeUp;

    private long wakeUpAt;

    private ForeignReactor(EventLoop loop) {
        super(() -> loop.ticker().nanoTime(), UnsentBudget.defaultLimit());
        this.loop = loop;
        pool.reactorRuns();
    }

    static EventLoopReactor over(EventLoop loop) {
        if (loop instanceof ReactorLoop own) {
            return own.reactor();
        }
        ForeignReactor view;
        synchronized (VIEWS) {
            WeakReference<ForeignReactor> known = VIEWS.get(loop);
            view = known == null ? null : known.get();
            if (view == null) {
                view = new ForeignReactor(loop);
                VIEWS.put(loop, new WeakReference<>(view));
            }
        }
        view.claim();
        return view;
    }

    /** Makes the loop's thread a reactor's, for Deferreds; the loop may get its thread late, so we look again. */
    private void claim() {
        if (thread == null && loop.inEventLoop()) {
            Thread current = Thread.currentThread();
            thread = current;
            if (loop.parent() != null) {
                ReactorThread claim = ReactorThread.claim(current, this, toString());
                loop.terminationFuture().addListener(over -> claim.release());
            }
            // A loop without a group is EmbeddedChannel's, which lives on whatever thread calls it and never ends.
        }
    }

    @Override
    EventLoop eventLoop() {
        return loop;
    }

    @Override
    @Nullable
    Thread thread() {
        return thread;
    }

    @Override
    NettyTransport transport() {
        if (loop instanceof IoEventLoop io) {
            if (io.isIoType(EpollIoHandler.class)) {
                return NettyTransport.EPOLL;
            }
            if (io.isIoType(KQueueIoHandler.class)) {
                return NettyTransport.KQUEUE;
            }
            if (io.isIoType(IoUringIoHandler.class)) {
                return NettyTransport.IO_URING;
            }
        }
        return NettyTransport.NIO;
    }

    @Override
    void post(Runnable step) {
        loop.execute(step);
    }

    @Override
    void postAfterPoll(Runnable step) {
        loop.execute(() -> loop.execute(step));
    }

    @Override
    void flushSoon() {
        loop.execute(this::flushListed);
    }

    @Override
    void timersChanged() {
        long next = timers.nanosUntilNext(nanoTime());
        if (next < 0) {
            return;
        }
        long at = nanoTime() + next;
        if (wakeUp != null) {
            if (wakeUpAt - at <= 0) {
                return;
            }
            wakeUp.cancel(false);
        }
        wakeUpAt = at;
        wakeUp = loop.schedule(this::runTimers, next, TimeUnit.NANOSECONDS);
    }

    private void runTimers() {
        wakeUp = null;
        timers.runDue(nanoTime(), this::timerFailed);
        timersChanged();
    }

    @Override
    public long nanoTime() {
        return loop.ticker().nanoTime();
    }

    @Override
    public boolean inReactorThread() {
        boolean in = loop.inEventLoop();
        if (in && thread == null) {
            claim();
        }
        return in;
    }

    @Override
    public void callFromThread(Action action) {
        Action bound = Contexts.bind(action);
        loop.execute(() -> {
            claim();
            guard(bound);
        });
    }

    @Override
    public boolean isRunning() {
        return !loop.isShuttingDown();
    }

    @Override
    public @Nullable Trigger callWhenRunning(Action action) {
        checkThread("callWhenRunning");
        guard(action);
        return null;
    }

    @Override
    public void run() {
        throw notOurs("run");
    }

    @Override
    public void iterate(Duration atMost) {
        throw notOurs("iterate");
    }

    @Override
    public <T extends @Nullable Object> T runUntil(Deferred<T> deferred, Duration limit) {
        throw notOurs("runUntil");
    }

    @Override
    public void stop() {
        throw notOurs("stop");
    }

    @Override
    public void crash() {
        throw notOurs("crash");
    }

    @Override
    public Trigger addSystemEventTrigger(Phase phase, String event, Callable<? extends @Nullable Deferred<?>> action) {
        throw notOurs("addSystemEventTrigger");
    }

    @Override
    public boolean removeSystemEventTrigger(Trigger trigger) {
        throw notOurs("removeSystemEventTrigger");
    }

    @Override
    public void fireSystemEvent(String event) {
        throw notOurs("fireSystemEvent");
    }

    private IllegalStateException notOurs(String call) {
        return new IllegalStateException(
                call + ": " + this + " is a view of an event loop that somebody else starts and stops");
    }

    @Override
    public String toString() {
        return "reactor over " + loop.getClass().getSimpleName();
    }
}
