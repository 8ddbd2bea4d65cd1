/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.error.ReactorAlreadyRunning;
import io.netwist.bridge.error.ReactorNotRestartable;
import io.netwist.bridge.error.ReactorNotRunning;
import io.netwist.bridge.process.Signals;
import io.netwist.deferred.Callback;
import io.netwist.deferred.Contexts;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.DeferredTimeoutException;
import io.netwist.deferred.Failure;
import io.netwist.deferred.Outcome;
import io.netwist.deferred.ReactorThread;
import io.netwist.deferred.time.Action;
import io.netwist.deferred.time.DelayedCall;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A reactor on a Netty event loop of its own.
 *
 * <p>It has one thread from birth: {@link #create()} claims the calling thread, on which {@code run()}, {@code iterate} and
 * {@code runUntil} must then be called; {@link ReactorBuilder#start} makes a thread. A reactor is an ordinary object: any number
 * in a JVM, and another one when one has stopped.
 *
 * <p>Source: {@code twisted.internet.base.ReactorBase}, {@code twisted.internet.task.react}.
 */
public final class NettyReactor extends EventLoopReactor implements AutoCloseable {

    /*
     * One turn: the calls that were queued when the turn began, timers that are due, a stop that was asked for, one flush
     * of all that was written meanwhile, then one look at the sockets, which may block until the next timer.
     *
     * The queue of calls is ours and not Netty's because Netty drains its own until it is empty, so that a call which
     * submits itself again would starve input and output for ever. Netty's own tasks get a millisecond a turn.
     *
     * Everything between the looks at the sockets may look at them again (the sweep at the end does): Netty's own stack
     * is not below us there. Callbacks from the look itself may not, and "inTurn" refuses them.
     */

    private static final long TASK_SLICE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long NO_LIMIT = Long.MAX_VALUE;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;
    private final Thread thread;
    private final ReactorThread claim;
    private final NettyTransport transport;
    private final LoopTicker ticker;
    private final ReactorLoop loop;
    private final boolean signals;

    /** Whether the thread ends with the reactor. */
    private final boolean ownThread;

    private final SystemEvents events;

    private final Queue<Action> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();

    /** Odd while a callback runs; see {@link Watchdog}, the only other reader. */
    private static final VarHandle CALLBACKS;

    static {
        try {
            CALLBACKS = MethodHandles.lookup().findVarHandle(NettyReactor.class, "callbacks", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // used by its handle
    private long callbacks;

    private final Watchdog.@Nullable Watched watched;

    private final CountDownLatch terminated = new CountDownLatch(1);

    private volatile boolean running;
    private volatile boolean stopRequested;
    private volatile boolean ended;
    private boolean started;
    private boolean stopping;
    private boolean inTurn;
    private boolean inRun;

    /** Set by crash() until the loop has ended. */
    private boolean crashed;

    /** While run() runs. */
    private List<Signals.Subscription> heard = List.of();

    NettyReactor(ReactorBuilder builder) {
        super(builder.ticker::nanoTime, builder.unsentLimit);
        NettyTransport wanted = builder.transport.resolve();
        Throwable unavailable = wanted.unavailabilityCause();
        if (unavailable != null) {
            throw new IllegalArgumentException(
                    "transport: " + wanted + " (expected: one available here; " + unavailable.getMessage() + ")",
                    unavailable);
        }
        name = builder.name != null ? builder.name : "reactor-" + nextNumber();
        thread = ReactorThread.current();
        transport = wanted;
        ticker = new LoopTicker(builder.ticker);
        signals = builder.signals;
        ownThread = builder.ownThread;
        events = new SystemEvents(this);
        events.add(Phase.DURING, "startup", this::reallyStart);
        events.add(Phase.DURING, "shutdown", this::disconnectAll);
        loop = new ReactorLoop(thread, wanted.ioHandlerFactory(), ticker, this);
        claim = ReactorThread.claim(thread, this, name);
        watched = builder.blockedAfter.isZero() ? null : new Watchdog.Watched(this, builder.blockedAfter.toNanos());
    }

    static int nextNumber() {
        return COUNT.incrementAndGet();
    }

    /**
     * Makes a reactor of the calling thread.
     *
     * @return a reactor with all defaults, not running yet
     */
    public static NettyReactor create() {
        return builder().create();
    }

    /**
     * Makes a reactor with choices.
     *
     * @return a builder with all defaults
     */
    public static ReactorBuilder builder() {
        return new ReactorBuilder();
    }

    /**
     * The reactor of an event loop that somebody else runs: it does all but run and stop. From any thread.
     *
     * @param eventLoop one loop of any group
     * @return the same for the same loop while anybody holds it
     */
    public static Reactor over(EventLoop eventLoop) {
        return ForeignReactor.over(eventLoop);
    }

    /**
     * Runs a program until its Deferred has a result: Twisted's {@code task.react}. Blocks.
     *
     * @param main given a reactor of the calling thread; its Deferred ends the program
     * @return the exit status: 0 after a result, 1 after a failure, which is logged
     */
    public static int react(Callback<? super Reactor, ? extends Deferred<?>> main) {
        NettyReactor reactor = create();
        int[] status = {0};
        reactor.callWhenRunning(() -> {
            Deferred<?> result;
            try {
                result = Objects.requireNonNull(main.call(reactor), "main returned null (expected: a Deferred)");
            } catch (Throwable e) {
                result = Deferred.fail(e);
            }
            result.handleFailure(failure -> {
                        status[0] = 1;
                        LOG.error("main failed", failure.value());
                    })
                    .onFired(outcome -> {
                        if (!reactor.stopRequested) {
                            reactor.stop();
                        }
                    });
        });
        reactor.run();
        return status[0];
    }

    // ---- running

    @Override
    public void run() {
        beginLooping("run");
        try {
            inRun = true;
            if (Thread.currentThread() instanceof FastThreadLocalThread) {
                loopUntil(() -> ended);
            } else {
                // Netty's pools and recyclers are fast only on threads that it knows.
                FastThreadLocalThread.runWithFastThreadLocal(() -> loopUntil(() -> ended));
            }
        } finally {
            inRun = false;
            heard.forEach(Signals.Subscription::close);
            heard = List.of();
        }
    }

    private void beginLooping(String call) {
        if (ended) {
            throw new ReactorNotRestartable(call + ": " + this + " has stopped; make another one");
        }
        checkThread(call);
        if (inRun || inTurn) {
            throw call.equals("run")
                    ? new ReactorAlreadyRunning(call + ": " + this + " runs already; this was called from a callback")
                    : new IllegalStateException(
                            call + ": " + this + " runs already; this was called from one of its callbacks");
        }
    }

    private void loopUntil(BooleanSupplier done) {
        start();
        while (!done.getAsBoolean() && !ended && !crashed) {
            turn(NO_LIMIT, done);
        }
        crashed = false;
    }

    private void start() {
        if (!started) {
            started = true;
            if (watched != null && ticker.isSystem()) {
                Watchdog.watch(watched);
            }
            events.fire("startup", () -> {});
        }
    }

    private @Nullable Deferred<?> reallyStart() {
        running = true;
        pool.reactorRuns();
        if (signals && inRun) {
            heard = new ArrayList<>();
            for (String signal : List.of("INT", "TERM")) {
                try {
                    heard.add(Signals.handle(signal, () -> stopForSignal(signal)));
                } catch (IllegalArgumentException e) {
                    LOG.debug("SIG{} is not ours to handle", signal, e);
                }
            }
        }
        return null;
    }

    private void stopForSignal(String signal) {
        LOG.info("received SIG{}, stopping", signal);
        stopRequested = true;
        loop.wakeup();
    }

    @Override
    public void iterate(Duration atMost) {
        beginLooping("iterate");
        start();
        turn(Math.max(0, atMost.toNanos()), () -> false);
        crashed = false;
    }

    @Override
    @SuppressWarnings("NullAway") // T says itself whether the value may be null
    public <T extends @Nullable Object> T runUntil(Deferred<T> deferred, Duration limit) throws Exception {
        beginLooping("runUntil");
        List<Outcome<T>> result = new ArrayList<>(1);
        Deferred<?> taken = deferred.addBoth(outcome -> {
            result.add(outcome);
            return null;
        });
        DelayedCall timeout = callLater(limit, () -> {
            if (result.isEmpty()) {
                result.add(Outcome.failed(Failure.of(new DeferredTimeoutException(limit, taken.toString()))));
            }
        });
        loopUntil(() -> !result.isEmpty());
        if (timeout.active()) {
            timeout.cancel();
        }
        if (result.isEmpty()) {
            throw new IllegalStateException("runUntil: " + this + " has stopped before the Deferred had a result");
        }
        return result.get(0).value();
    }

    /** @param done whether the loop is to end after this turn, which then must not block */
    private void turn(long atMost, BooleanSupplier done) {
        inTurn = true;
        callbackBegins();
        try {
            int batch = queued.get();
            for (int i = 0; i < batch && !ended; i++) {
                guard(Objects.requireNonNull(calls.poll()));
            }
            queued.addAndGet(-batch);
            if (ended) {
                return;
            }
            timers.runDue(nanoTime(), this::timerFailed);
            if (stopRequested && !stopping) {
                stopping = true;
                events.fire("shutdown", this::end);
            }
            flushListed();
            callbackEnds();
            if (!ended) {
                look(done.getAsBoolean() ? 0 : atMost);
            }
        } finally {
            inTurn = false;
        }
    }

    /** One look at the sockets, blocking at most that long, and Netty's own tasks. */
    private void look(long atMost) {
        long wait = atMost;
        long next = timers.nanosUntilNext(nanoTime());
        if (next >= 0 && next < wait) {
            wait = next;
        }
        if (wait == 0 || !hasNothingToDo()) {
            loop.runNow(TASK_SLICE);
        } else if (ticker.isSystem()) {
            loop.run(wait == NO_LIMIT ? 0 : wait, TASK_SLICE);
        } else if (loop.runNow(TASK_SLICE) == 0) {
            // Somebody else's clock cannot wake us, and Netty would spin or oversleep on it.
            LockSupport.parkNanos(this, TASK_SLICE);
        }
    }

    /** Whether the loop may block as far as we are concerned; Netty asks this, too. */
    boolean hasNothingToDo() {
        return queued.get() == 0 && !hasListed() && (!stopRequested || stopping) && !timers.hasDue(nanoTime());
    }

    // ---- stopping

    @Override
    public void stop() {
        if (!started || stopRequested || ended) {
            throw new ReactorNotRunning(
                    "stop: " + this + (started ? " is stopping or has stopped" : " was never started"));
        }
        stopRequested = true;
        loop.wakeup();
    }

    @Override
    public void crash() {
        checkThread("crash");
        if (!started || ended) {
            throw new ReactorNotRunning("crash: " + this + (ended ? " has stopped" : " was never started"));
        }
        crashed = inTurn;
        started = false;
        running = false;
        events.add(Phase.DURING, "startup", this::reallyStart);
        // The loop must not go to sleep before it looks.
        callFromThread(() -> {});
    }

    /** The reactor's own part of the shutdown, before any other trigger of its phase. */
    private @Nullable Deferred<?> disconnectAll() {
        running = false;
        sweep();
        while (!connections.isEmpty() || !stoppables.isEmpty()) {
            loop.runNow(TASK_SLICE);
            flushListed();
        }
        pool.stop();
        return null;
    }

    private void end() {
        ended = true;
        timers.clear();
        failSubmissions();
        loop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
        while (!loop.isTerminated()) {
            ticker.advance();
            loop.runNow(-1);
        }
        closeDescriptors();
        calls.clear();
        if (watched != null) {
            Watchdog.forget(watched);
        }
        claim.release();
        terminated.countDown();
    }

    /**
     * Stops, and returns when everything has ended; also a reactor that never ran. On the reactor's thread, or from any
     * other, which then waits for it.
     */
    @Override
    public void close() {
        if (ended) {
            return;
        }
        if (inReactorThread()) {
            beginLooping("close");
            started = true;
            stopRequested = true;
            loopUntil(() -> false);
        } else {
            stopRequested = true;
            loop.wakeup();
            try {
                terminated.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits, on another thread, until everything has ended, the reactor's own thread included if it has one. */
    void awaitEnd() throws InterruptedException {
        terminated.await();
        if (ownThread) {
            thread.join();
        }
    }

    /** On this reactor's thread: throws if its loop is below us on the stack. */
    void refuseFromCallback(String call) {
        if (!ended) {
            beginLooping(call);
        }
    }

    boolean hasEnded() {
        return ended;
    }

    // ---- ReactorCore, the rest

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean inReactorThread() {
        return Thread.currentThread() == thread || ReactorThread.current() == thread;
    }

    @Override
    public @Nullable Trigger callWhenRunning(Action action) {
        checkThread("callWhenRunning");
        if (running) {
            guard(action);
            return null;
        }
        return events.add(Phase.AFTER, "startup", () -> {
            action.run();
            return null;
        });
    }

    @Override
    public Trigger addSystemEventTrigger(Phase phase, String event, Callable<? extends @Nullable Deferred<?>> action) {
        checkThread("addSystemEventTrigger");
        return events.add(phase, event, action);
    }

    @Override
    public boolean removeSystemEventTrigger(Trigger trigger) {
        checkThread("removeSystemEventTrigger");
        return events.remove(trigger);
    }

    @Override
    public void fireSystemEvent(String event) {
        checkThread("fireSystemEvent");
        events.fire(event, () -> {});
    }

    @Override
    public void callFromThread(Action action) {
        calls.add(Contexts.bind(Objects.requireNonNull(action, "action")));
        if (queued.getAndIncrement() == 0) {
            loop.wakeup();
        }
    }

    @Override
    public long nanoTime() {
        return ticker.nanoTime();
    }

    // ---- EventLoopReactor

    long callbackNumber() {
        return (long) CALLBACKS.getOpaque(this);
    }

    @Override
    void callbackBegins() {
        CALLBACKS.setOpaque(this, callbacks | 1);
    }

    @Override
    void callbackEnds() {
        CALLBACKS.setOpaque(this, (callbacks | 1) + 1);
    }

    /**
     * The loop, for Netty's own clients and servers: what is registered with it runs on this reactor's thread, and only while
     * this reactor runs or is driven by {@code iterate}. From any thread.
     *
     * @return always the same; shut down by the reactor alone
     */
    @Override
    public EventLoop eventLoop() {
        return loop;
    }

    /**
     * For a Netty client on this reactor: its channels are of the kind that the loop serves, and run on the reactor's thread.
     * {@code Deferreds.from(bootstrap.connect(…))} is the result as a Deferred. From any thread.
     *
     * @return a new one, to which handlers and options are added
     */
    public Bootstrap bootstrap() {
        return new Bootstrap().group(loop).channelFactory(transport::newChannel);
    }

    /**
     * For a Netty server on this reactor, as {@link #bootstrap()}.
     *
     * @return a new one, to which handlers and options are added
     */
    public ServerBootstrap serverBootstrap() {
        return new ServerBootstrap().group(loop).channelFactory(transport::newServerChannel);
    }

    @Override
    Thread thread() {
        return thread;
    }

    @Override
    NettyTransport transport() {
        return transport;
    }

    @Override
    void post(Runnable step) {
        loop.execute(step);
    }

    @Override
    void postAfterPoll(Runnable step) {
        callFromThread(() -> loop.execute(step));
    }

    @Override
    void flushSoon() {
        // Every turn flushes what is listed before it looks at the sockets.
    }

    @Override
    void timersChanged() {
        // Every turn asks for the next timer before it looks at the sockets.
    }

    @Override
    public String toString() {
        return name;
    }
}
