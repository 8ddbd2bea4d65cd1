/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.Ticker;
import io.netwist.bridge.Reactor;
import io.netwist.deferred.time.DelayedCall;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Netty's view of a reactor that has no event loop, such as one in memory: tasks run in its turns and timers by its clock.
 * It is the counterpart of {@link ForeignReactor}, and like that one it cannot be shut down.
 */
final class TransportLoop extends AbstractScheduledEventExecutor implements EventLoop {

    /** One for each reactor, as long as anybody uses it. */
    private static final Map<Reactor, WeakReference<TransportLoop>> LOOPS = new WeakHashMap<>();

    private final Reactor reactor;
    private final Thread owner = Thread.currentThread();
    private final Ticker ticker;

    /** The reactor's timer for the earliest of ours, and when it is due. */
    private @Nullable DelayedCall wakeUp;

    private long wakeUpAt;

    private TransportLoop(Reactor reactor) {
        this.reactor = reactor;
        this.ticker = new ReactorTicker(reactor);
    }

    /** The loop that channels over transports of a reactor are registered with. To be called on the reactor's thread. */
    static EventLoop of(Reactor reactor) {
        if (reactor instanceof EventLoopReactor own) {
            return own.eventLoop();
        }
        synchronized (LOOPS) {
            WeakReference<TransportLoop> known = LOOPS.get(reactor);
            TransportLoop loop = known == null ? null : known.get();
            if (loop == null) {
                loop = new TransportLoop(reactor);
                LOOPS.put(reactor, new WeakReference<>(loop));
            }
            return loop;
        }
    }

    private record ReactorTicker(Reactor reactor) implements Ticker {
        @Override
        public long initialNanoTime() {
            return 0;
        }

        @Override
        public long nanoTime() {
            return reactor.nanoTime();
        }

        @Override
        public void sleep(long delay, TimeUnit unit) {
            throw new UnsupportedOperationException("sleep: a reactor never sleeps");
        }
    }

    @Override
    public Ticker ticker() {
        return ticker;
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return thread == Thread.currentThread() ? reactor.inReactorThread() : thread == owner;
    }

    @Override
    public void execute(Runnable task) {
        reactor.callFromThread(() -> {
            task.run();
            awaitTimers(); // The task may have been one that was scheduled from another thread.
        });
    }

    // ---- timers

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return awaited(super.schedule(command, delay, unit));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return awaited(super.schedule(callable, delay, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return awaited(super.scheduleAtFixedRate(command, initialDelay, period, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return awaited(super.scheduleWithFixedDelay(command, initialDelay, delay, unit));
    }

    private <F> F awaited(F scheduled) {
        if (reactor.inReactorThread()) {
            awaitTimers();
        }
        return scheduled;
    }

    private void awaitTimers() {
        long next = nextScheduledTaskDeadlineNanos();
        if (next < 0) {
            return;
        }
        if (wakeUp != null) {
            if (wakeUpAt <= next) {
                return;
            }
            wakeUp.cancel();
        }
        wakeUpAt = next;
        long delay = Math.max(0, next - ticker.nanoTime());
        wakeUp = reactor.callLater(Duration.ofNanos(delay), this::runTimers);
    }

    private void runTimers() {
        wakeUp = null;
        for (Runnable due = pollScheduledTask(ticker.nanoTime());
                due != null;
                due = pollScheduledTask(ticker.nanoTime())) {
            safeExecute(due);
        }
        awaitTimers();
    }

    // ---- EventLoop

    @Override
    public @Nullable EventLoopGroup parent() {
        return null;
    }

    @Override
    public EventLoop next() {
        return this;
    }

    @Override
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    public ChannelFuture register(ChannelPromise promise) {
        promise.channel().unsafe().register(this, promise);
        return promise;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    // ---- the end, which is the reactor's

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        throw notOurs();
    }

    @Override
    @Deprecated
    public void shutdown() {
        throw notOurs();
    }

    @Override
    public Future<?> terminationFuture() {
        throw notOurs();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        throw notOurs();
    }

    private UnsupportedOperationException notOurs() {
        return new UnsupportedOperationException(this + " ends with its reactor");
    }

    @Override
    public boolean isShuttingDown() {
        return false;
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public String toString() {
        return "event loop over " + reactor;
    }
}
