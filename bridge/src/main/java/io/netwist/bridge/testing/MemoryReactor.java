/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.ConnectOptions;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.UnixConnectOptions;
import io.netwist.bridge.UnixListenOptions;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.bridge.datagram.DatagramOptions;
import io.netwist.bridge.datagram.DatagramProtocol;
import io.netwist.bridge.error.ConnectionFailedException;
import io.netwist.bridge.error.ReactorAlreadyRunning;
import io.netwist.bridge.error.ReactorNotRestartable;
import io.netwist.bridge.error.ReactorNotRunning;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.process.ProcessProtocol;
import io.netwist.bridge.process.ProcessTransport;
import io.netwist.bridge.resolve.NameResolver;
import io.netwist.bridge.resolve.ReactorResolver;
import io.netwist.deferred.Contexts;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.DeferredTimeoutException;
import io.netwist.deferred.Failure;
import io.netwist.deferred.Outcome;
import io.netwist.deferred.ReactorThread;
import io.netwist.deferred.WrongReactorThreadException;
import io.netwist.deferred.testing.TestClock;
import io.netwist.deferred.time.Action;
import io.netwist.deferred.time.DelayedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reactor without a network: what listens and connects is noted, and time is a {@link TestClock}.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>Nothing happens by itself: calls from threads, and work given to the thread pool, wait for {@link #iterate},
 *       {@link #run} or {@link #runUntil}; timers also run when the test turns the {@link #clock()}.
 *   <li>{@code run} and {@code runUntil} never wait: when nothing else is to do, the clock jumps to the next timer. {@code
 *       run} returns after {@code stop}, or when nothing is left that could happen.
 *   <li>Who connects to a port of this reactor is joined with it by a {@link Wire} in the next turn.
 *   <li>It has no threads: work for the thread pool runs in a later turn on the reactor's own.
 *   <li>Only IP literals have an address, until the test installs a resolver.
 *   <li>Exceptions of timers come out of {@code clock().advance}; all others are logged, as in any reactor.
 * </ul>
 *
 * <p>Threading: the thread that made it, as for any reactor. Source: {@code
 * twisted.internet.testing.MemoryReactorClock}.
 */
public final class MemoryReactor extends MemoryThreads implements Reactor {

    static final Logger LOG = LoggerFactory.getLogger(Reactor.class);

    private final TestClock clock = new TestClock();
    private final Thread thread = ReactorThread.current();
    private final MemoryEvents events = new MemoryEvents(this);
    private final FactoryCounts factories = new FactoryCounts();
    private final Map<Address, MemoryDatagramPort> datagrams = new HashMap<>();
    private final Lending lending = new Lending();
    private final ReactorResolver names =
            new ReactorResolver(this, NameResolver.ofPlatform(lookup -> Deferred.succeed(List.of())));
    private final Set<MemoryPort> ports = new LinkedHashSet<>();
    private final Set<MemoryConnector> connecting = new LinkedHashSet<>();
    private final Set<Wire> wires = new LinkedHashSet<>();
    private final List<MemoryProcess> processes = new ArrayList<>();

    /** Whether attempts to connect wait for the test. */
    private boolean holding;

    /** Next to be given to whoever asks for port 0. */
    private int nextPort = 49152;

    private boolean started;
    private boolean running;
    private boolean stopping;
    private boolean inTurn;
    private boolean crashed;
    private volatile boolean stopRequested;
    private volatile boolean ended;

    /** Makes a reactor whose clock stands at zero. */
    public MemoryReactor() {
        startAtStartup();
        events.add(Phase.DURING, "shutdown", () -> {
            running = false;
            disconnectAll();
            return null;
        });
    }

    private void startAtStartup() {
        events.add(Phase.DURING, "startup", () -> {
            running = true;
            return null;
        });
    }

    // ---- what the test does and sees

    /**
     * The clock that this reactor goes by.
     *
     * @return the clock to turn by hand
     */
    public TestClock clock() {
        return clock;
    }

    /**
     * What listens now.
     *
     * @return a copy, in the order of the calls
     */
    public List<MemoryPort> ports() {
        return List.copyOf(ports);
    }

    /**
     * The attempts to connect that are not decided.
     *
     * @return a copy, in the order of the calls
     */
    public List<MemoryConnector> connecting() {
        return List.copyOf(connecting);
    }

    /**
     * The processes that were started; nothing really runs.
     *
     * @return a copy, in the order of the calls, those that have ended as well
     */
    public List<MemoryProcess> processes() {
        return List.copyOf(processes);
    }

    /**
     * The connections between a port and a connector of this reactor, or made by {@link Wire#connect}.
     *
     * @return those that are not over
     */
    public List<Wire> wires() {
        return List.copyOf(wires);
    }

    /**
     * Lets attempts to connect wait until the test calls {@link MemoryConnector#succeed} or {@link
     * MemoryConnector#fail}, or the timeout has passed. Otherwise a turn joins each with the port of this reactor at its
     * destination, or refuses it when nothing listens there.
     */
    public void holdConnecting() {
        holding = true;
    }

    // ---- for ports, connectors and transports

    void opened(Wire wire) {
        wires.add(wire);
    }

    /** One turn, from within a test and not within a callback. */
    boolean pump() {
        beginLooping("pump");
        return turn();
    }

    /** What sockets do between two turns. */
    private boolean moveBytes() {
        boolean moved = false;
        if (!holding) {
            for (MemoryConnector each : connecting()) {
                each.join();
                moved |= !each.isConnecting();
            }
        }
        for (Wire each : wires()) {
            moved |= each.turn();
            if (each.isOver()) {
                wires.remove(each);
            }
        }
        return moved;
    }

    Lending lending() {
        return lending;
    }

    FactoryCounts factories() {
        return factories;
    }

    int freePort() {
        return nextPort++;
    }

    Optional<MemoryPort> portAt(Address address) {
        return ports.stream()
                .filter(each -> each.getHost().equals(address)
                        || (address instanceof TcpAddress
                                && each.getHost() instanceof TcpAddress
                                && each.getHost().port() == address.port()
                                && (isAny(each.getHost().host()) || isAny(address.host()))))
                .findFirst();
    }

    private static boolean isAny(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    void opened(MemoryPort port) {
        ports.add(port);
    }

    void closed(MemoryPort port) {
        ports.remove(port);
    }

    void opened(MemoryConnector connector) {
        connecting.add(connector);
    }

    void decided(MemoryConnector connector) {
        connecting.remove(connector);
    }

    private void disconnectAll() {
        for (MemoryPort each : ports()) {
            each.stopListening()
                    .handleFailure(failure -> LOG.error("{} threw from stopFactory", each, failure.value()));
        }
        for (MemoryConnector each : connecting()) {
            if (each.isConnecting()) {
                each.fail(new ConnectionFailedException(
                        "cannot connect to " + each.getDestination() + ": the reactor stopped", null));
            }
        }
        wires().forEach(Wire::reactorStopped);
        wires.clear();
        // What the sweep has set in motion ends before the triggers that follow.
        while (!calls.isEmpty()) {
            guard(calls.remove());
        }
    }

    @Override
    void checkThread(String call) {
        if (!inReactorThread()) {
            throw new WrongReactorThreadException(call, ReactorThread.current(), thread, "reactor.callFromThread");
        }
    }

    /** Runs an action; what it throws is logged. */
    static void guard(Action action) {
        try {
            action.run();
        } catch (Throwable e) {
            LOG.error("{} threw", action, e);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // ---- ReactorCore

    @Override
    public void run() {
        beginLooping("run");
        start();
        while (!ended && !crashed) {
            if (!turn() && !crashed && !jump(null)) {
                if (stopRequested) {
                    throw new IllegalStateException(
                            "run: a trigger before shutdown waits for a Deferred that nothing can fire any more");
                }
                stopRequested = true;
            }
        }
        crashed = false;
    }

    private void beginLooping(String call) {
        if (ended) {
            throw new ReactorNotRestartable(call + ": this reactor has stopped; make another one");
        }
        checkThread(call);
        if (inTurn) {
            throw call.equals("run")
                    ? new ReactorAlreadyRunning(call + ": this reactor runs already; this was called from a callback")
                    : new IllegalStateException(
                            call + ": this reactor runs already; this was called from one of its callbacks");
        }
    }

    private void start() {
        if (!started) {
            started = true;
            inTurn = true;
            try {
                events.fire("startup", () -> {});
            } finally {
                inTurn = false;
            }
        }
    }

    /** Does one turn without advancing the clock; returns whether anything happened. */
    private boolean turn() {
        inTurn = true;
        try {
            int batch = calls.size();
            for (int i = 0; i < batch; i++) {
                guard(Objects.requireNonNull(calls.poll()));
            }
            boolean due = clock.getDelayedCalls().stream().anyMatch(each -> each.getTime() <= clock.nanoTime());
            if (due) {
                advance(Duration.ZERO);
            }
            boolean stops = stopRequested && !stopping;
            if (stops) {
                stopping = true;
                events.fire("shutdown", this::end);
            }
            boolean moved = !ended && moveBytes();
            return batch > 0 || due || stops || moved;
        } finally {
            inTurn = false;
        }
    }

    /** Moves the clock; while the reactor loops, a timer that throws is logged like everything else. */
    private void advance(Duration amount) {
        try {
            clock.advance(amount);
        } catch (Throwable e) {
            LOG.error("a delayed call threw", e);
        }
    }

    /** Moves the clock to the next timer, but not past the limit; false if there is none. */
    private boolean jump(@Nullable Duration atMost) {
        long next = clock.getDelayedCalls().stream()
                .mapToLong(DelayedCall::getTime)
                .min()
                .orElse(Long.MAX_VALUE);
        long wait = next == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, next - clock.nanoTime());
        if (atMost != null) {
            wait = Math.min(wait, atMost.toNanos());
        } else if (wait == Long.MAX_VALUE) {
            return false;
        }
        inTurn = true;
        try {
            advance(Duration.ofNanos(wait));
        } finally {
            inTurn = false;
        }
        return true;
    }

    private void end() {
        ended = true;
        calls.clear();
        clock.getDelayedCalls().forEach(DelayedCall::cancel);
    }

    @Override
    public void iterate(Duration atMost) {
        beginLooping("iterate");
        start();
        if (!turn() && atMost.compareTo(Duration.ZERO) > 0) {
            jump(atMost);
        }
        crashed = false;
    }

    @Override
    @SuppressWarnings("NullAway") // T says itself whether the value may be null
    public <T extends @Nullable Object> T runUntil(Deferred<T> deferred, Duration limit) throws Exception {
        beginLooping("runUntil");
        start();
        List<Outcome<T>> result = new ArrayList<>(1);
        deferred.addBoth(outcome -> {
                    result.add(outcome);
                    return null;
                })
                .isCalled();
        DelayedCall timeout = callLater(limit, () -> {
            if (result.isEmpty()) {
                result.add(Outcome.failed(Failure.of(new DeferredTimeoutException(limit, deferred.toString()))));
            }
        });
        while (result.isEmpty() && !ended && !crashed) {
            if (!turn()) {
                jump(null);
            }
        }
        crashed = false;
        if (timeout.active()) {
            timeout.cancel();
        }
        if (result.isEmpty()) {
            throw new IllegalStateException("runUntil: the reactor has stopped before the Deferred had a result");
        }
        return result.get(0).value();
    }

    @Override
    public void stop() {
        if (!started || stopRequested || ended) {
            throw new ReactorNotRunning(
                    "stop: this reactor " + (started ? "is stopping or has stopped" : "was never started"));
        }
        stopRequested = true;
    }

    @Override
    public void crash() {
        checkThread("crash");
        if (!started || ended) {
            throw new ReactorNotRunning("crash: this reactor " + (ended ? "has stopped" : "was never started"));
        }
        crashed = inTurn;
        started = false;
        running = false;
        startAtStartup();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    boolean isOwnThread() {
        return inReactorThread();
    }

    @Override
    public boolean inReactorThread() {
        return ReactorThread.current() == thread;
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

    // ---- ReactorTime

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public DelayedCall callLater(Duration delay, Action action) {
        checkThread("callLater");
        return clock.callLater(delay, Contexts.bind(action));
    }

    @Override
    public List<DelayedCall> getDelayedCalls() {
        checkThread("getDelayedCalls");
        return clock.getDelayedCalls();
    }

    // ---- ReactorTcp, ReactorUnix

    @Override
    public ListeningPort listenTCP(int port, Factory<?> factory, ListenOptions options) {
        checkThread("listenTCP");
        return listen(new TcpAddress(options.host().isEmpty() ? "0.0.0.0" : options.host(), port), factory, options);
    }

    @Override
    public Connector connectTCP(String host, int port, ClientFactory<?> factory, ConnectOptions options) {
        checkThread("connectTCP");
        return connect(MemoryConnector.tcp(host, port), factory, options);
    }

    @Override
    public ListeningPort listenUNIX(String path, Factory<?> factory, UnixListenOptions options) {
        checkThread("listenUNIX");
        return listen(new UnixAddress(path), factory, ListenOptions.defaults().withBacklog(options.backlog()));
    }

    @Override
    public Connector connectUNIX(String path, ClientFactory<?> factory, UnixConnectOptions options) {
        checkThread("connectUNIX");
        return connect(new UnixAddress(path), factory, ConnectOptions.defaults().withTimeout(options.timeout()));
    }

    private ListeningPort listen(Address address, Factory<?> factory, ListenOptions options) {
        MemoryPort listening = new MemoryPort(this, address, factory, options);
        listening.startListening();
        return listening;
    }

    private Connector connect(Address destination, ClientFactory<?> factory, ConnectOptions options) {
        MemoryConnector connector = new MemoryConnector(this, destination, factory, options);
        connector.connect();
        return connector;
    }

    // ---- ReactorUdp

    @Override
    public ListeningPort listenUDP(int port, DatagramProtocol protocol, DatagramOptions options) {
        checkThread("listenUDP");
        MemoryDatagramPort listening = new MemoryDatagramPort(this, port, protocol, options, datagrams);
        listening.startListening();
        return listening;
    }

    // ---- ReactorProcess

    @Override
    public ProcessTransport spawnProcess(
            ProcessProtocol protocol, String executable, List<String> arguments, ProcessOptions options) {
        checkThread("spawnProcess");
        MemoryProcess process = new MemoryProcess(this, protocol, executable, arguments, options.checked());
        processes.add(process);
        guard(() -> protocol.makeConnection(process));
        return process;
    }

    // ---- ReactorNames

    @Override
    public NameResolver nameResolver() {
        return names.resolver();
    }

    @Override
    public NameResolver installNameResolver(NameResolver resolver) {
        return names.install(resolver);
    }

    @Override
    public Deferred<String> resolve(String name, Duration timeout) {
        return names.resolve(name, timeout);
    }
}
