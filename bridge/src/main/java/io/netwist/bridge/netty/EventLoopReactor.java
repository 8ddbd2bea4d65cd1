/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.EventLoop;
import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.ConnectOptions;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.ReactorSocket;
import io.netwist.bridge.ReactorStreams;
import io.netwist.bridge.ReactorTls;
import io.netwist.bridge.ReactorUnixDatagram;
import io.netwist.bridge.Transport;
import io.netwist.bridge.UnixConnectOptions;
import io.netwist.bridge.UnixListenOptions;
import io.netwist.bridge.address.PipeAddress;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.bridge.datagram.DatagramOptions;
import io.netwist.bridge.datagram.DatagramProtocol;
import io.netwist.bridge.datagram.UnixDatagramOptions;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.bridge.netty.pipe.PipeChannel;
import io.netwist.bridge.netty.pipe.StreamInput;
import io.netwist.bridge.netty.pipe.StreamOutput;
import io.netwist.bridge.posix.Poller;
import io.netwist.bridge.posix.PosixSupport;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.process.ProcessProtocol;
import io.netwist.bridge.process.ProcessTransport;
import io.netwist.bridge.resolve.NameResolver;
import io.netwist.bridge.resolve.ReactorResolver;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.deferred.Contexts;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.ReactorThread;
import io.netwist.deferred.WrongReactorThreadException;
import io.netwist.deferred.time.Action;
import io.netwist.deferred.time.DelayedCall;
import io.netwist.deferred.time.TimerQueue;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a reactor is on any event loop, whoever runs that: connections, timers, and the ways in from other threads. */
abstract class EventLoopReactor implements Reactor, ReactorTls, ReactorSocket, ReactorStreams, ReactorUnixDatagram {

    static final Logger LOG = LoggerFactory.getLogger(Reactor.class);

    final LentBuffer lent = new LentBuffer();
    final UnsentBudget budget;
    final FactoryUses factories = new FactoryUses();
    final TimerQueue timers;

    /** All that are open; swept when the reactor stops. */
    final Set<StreamTransport> connections = new LinkedHashSet<>();

    /** All that listen or connect; swept when the reactor stops. */
    final Set<Stoppable> stoppables = new LinkedHashSet<>();

    /** For the ports, when no other descriptor is left. */
    final DescriptorReserve reserve = new DescriptorReserve();

    final TlsContexts tls;
    final WorkerPool pool;
    final ReactorResolver names;
    private final Submissions submissions = new Submissions();

    /** Null until there is a child process. */
    private @Nullable Poller poller;

    /** Connections written to outside a read of theirs; flushed together. */
    private List<Outbound> toFlush = new ArrayList<>();

    /** What must end when the reactor does. */
    interface Stoppable {
        void reactorStopped();
    }

    EventLoopReactor(LongSupplier clock, long unsentLimit) {
        this.timers = new TimerQueue(clock);
        this.tls = new TlsContexts(clock);
        this.budget = new UnsentBudget(this, unsentLimit);
        this.pool = new WorkerPool(this);
        this.names = new ReactorResolver(this, NameResolver.ofPlatform(this::deferToThread));
    }

    /** The loop that all channels of this reactor are registered with. */
    abstract EventLoop eventLoop();

    /** The thread, for messages; null if it has not begun. */
    abstract @Nullable Thread thread();

    /** The kind of channels that the loop can serve. */
    abstract NettyTransport transport();

    /** Runs a step of our own machinery on the loop, never on this stack. From the reactor's thread only. */
    abstract void post(Runnable step);

    /** The same, with a look at the sockets in between where that can be promised. */
    abstract void postAfterPoll(Runnable step);

    /** Arranges that {@link #flushListed} is called soon; called when the first connection is listed. */
    abstract void flushSoon();

    /** Arranges that due timers run in time, after the queue has changed. */
    abstract void timersChanged();

    /** A callback of a protocol begins; for whoever watches how long it takes. */
    void callbackBegins() {}

    /** It has ended. */
    void callbackEnds() {}

    final void checkThread(String call) {
        if (!inReactorThread()) {
            Thread owner = thread();
            throw new WrongReactorThreadException(
                    call,
                    ReactorThread.current(),
                    owner == null ? Thread.currentThread() : owner,
                    "reactor.callFromThread");
        }
    }

    final void flushLater(Outbound out) {
        if (toFlush.isEmpty()) {
            flushSoon();
        }
        toFlush.add(out);
    }

    final boolean hasListed() {
        return !toFlush.isEmpty();
    }

    final void flushListed() {
        if (!toFlush.isEmpty()) {
            List<Outbound> now = toFlush;
            toFlush = new ArrayList<>();
            now.forEach(Outbound::flushFromList);
        }
    }

    final void timerFailed(DelayedCall call, Throwable e) {
        LOG.error("{} threw", call, e);
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

    final void sweep() {
        for (Stoppable each : List.copyOf(stoppables)) {
            guard(each::reactorStopped);
        }
        for (StreamTransport each : List.copyOf(connections)) {
            each.ending().reactorStopped();
        }
    }

    /** The reactor is over: whoever waits from another thread is told. */
    final void failSubmissions() {
        submissions.failAll(this + " has stopped");
    }

    // ---- ReactorTime

    @Override
    public final DelayedCall callLater(Duration delay, Action action) {
        checkThread("callLater");
        DelayedCall call = timers.callLater(delay, Contexts.bind(action));
        timersChanged();
        return call;
    }

    @Override
    public final List<DelayedCall> getDelayedCalls() {
        checkThread("getDelayedCalls");
        return timers.getDelayedCalls();
    }

    // ---- ReactorTcp

    @Override
    public final ListeningPort listenTCP(int port, Factory<?> factory, ListenOptions options) {
        checkThread("listenTCP");
        return listen(factory, new TcpListenPlace(port, options), null);
    }

    @Override
    public final Connector connectTCP(String host, int port, ClientFactory<?> factory, ConnectOptions options) {
        checkThread("connectTCP");
        return connect(factory, new TcpConnectPlace(host, port, options), null);
    }

    // ---- ReactorTls

    @Override
    public final ListeningPort listenSSL(int port, Factory<?> factory, TlsOptions tls, ListenOptions options) {
        checkThread("listenSSL");
        return listen(factory, new TcpListenPlace(port, options), TlsSetup.server(this.tls, tls, factory));
    }

    @Override
    public final Connector connectSSL(
            String host, int port, ClientFactory<?> factory, TlsOptions tls, ConnectOptions options) {
        checkThread("connectSSL");
        TlsSetup setup = TlsSetup.client(this.tls, tls, host, port, factory);
        return connect(factory, new TcpConnectPlace(host, port, options), setup);
    }

    private ListeningPort listen(Factory<?> factory, ListenPlace place, @Nullable TlsSetup tls) {
        StreamPort listening = new StreamPort(this, factory, place, tls);
        listening.startListening();
        return listening;
    }

    private Connector connect(ClientFactory<?> factory, ConnectPlace place, @Nullable TlsSetup tls) {
        StreamConnector connector = new StreamConnector(this, factory, place, tls);
        connector.connect();
        return connector;
    }

    // ---- ReactorUnix

    @Override
    public final ListeningPort listenUNIX(String path, Factory<?> factory, UnixListenOptions options) {
        checkThread("listenUNIX");
        return listen(factory, new UnixListenPlace(path, options), null);
    }

    @Override
    public final Connector connectUNIX(String path, ClientFactory<?> factory, UnixConnectOptions options) {
        checkThread("connectUNIX");
        return connect(factory, new UnixConnectPlace(path, options), null);
    }

    // ---- ReactorSocket

    @Override
    public final ListeningPort adoptStreamPort(int descriptor, Domain domain, Factory<?> factory) {
        checkThread("adoptStreamPort");
        return listen(factory, new AdoptedListenPlace(descriptor, domain), null);
    }

    @Override
    public final @Nullable Transport adoptStreamConnection(int descriptor, Domain domain, Factory<?> factory) {
        checkThread("adoptStreamConnection");
        return AdoptedConnection.begin(this, descriptor, domain, factory);
    }

    // ---- ReactorUdp

    @Override
    public final ListeningPort listenUDP(int port, DatagramProtocol protocol, DatagramOptions options) {
        checkThread("listenUDP");
        DatagramPort listening = new DatagramPort(this, protocol, new UdpPlace(port, options));
        listening.startListening();
        return listening;
    }

    // ---- ReactorUnixDatagram

    @Override
    public final ListeningPort listenUNIXDatagram(String path, DatagramProtocol protocol, UnixDatagramOptions options) {
        checkThread("listenUNIXDatagram");
        DatagramPort listening = new DatagramPort(this, protocol, new UnixDatagramPlace(path, null, options));
        listening.startListening();
        return listening;
    }

    @Override
    public final ListeningPort connectUNIXDatagram(
            String path, DatagramProtocol protocol, UnixDatagramOptions options) {
        checkThread("connectUNIXDatagram");
        String own = options.bindAddress().isEmpty() ? null : options.bindAddress();
        DatagramPort connecting = new DatagramPort(this, protocol, new UnixDatagramPlace(own, path, options));
        try {
            connecting.startListening();
        } catch (CannotListenException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            guard(() -> protocol.connectionFailed(Failure.of(ConnectFailures.of(new UnixAddress(path), cause))));
        }
        return connecting;
    }

    // ---- ReactorProcess

    @Override
    public final ProcessTransport spawnProcess(
            ProcessProtocol protocol, String executable, List<String> arguments, ProcessOptions options) {
        checkThread("spawnProcess");
        ProcessPipes.Starter starter = PosixSupport.isAvailable() ? PosixProcess::start : JdkProcess::start;
        return ProcessPipes.spawn(this, protocol, executable, arguments, options, starter);
    }

    // ---- ReactorStreams

    @Override
    public final Transport connectStreams(InputStream in, OutputStream out, Protocol protocol) {
        checkThread("connectStreams");
        PipeChannel channel = new PipeChannel(
                new StreamInput(in, false, this + "-in"),
                new StreamOutput(out, false, this + "-out"),
                new PipeAddress());
        return Connections.beginNow(this, channel, protocol);
    }

    /** Tells when pipes are ready; made when the first is. */
    final Poller poller() {
        if (poller == null) {
            poller = new Poller(this + "-pipes");
        }
        return poller;
    }

    /** All that belongs to the reactor itself. */
    final void closeDescriptors() {
        if (poller != null) {
            poller.close();
        }
        reserve.giveAway();
    }

    // ---- ReactorNames

    @Override
    public final NameResolver nameResolver() {
        checkThread("nameResolver");
        return names.resolver();
    }

    @Override
    public final NameResolver installNameResolver(NameResolver resolver) {
        checkThread("installNameResolver");
        return names.install(resolver);
    }

    @Override
    public final Deferred<String> resolve(String name, Duration timeout) {
        checkThread("resolve");
        return names.resolve(name, timeout);
    }

    // ---- ReactorThreads

    @Override
    public final void execute(Runnable command) {
        callFromThread(command::run);
    }

    @Override
    public final void callInThread(Action action) {
        checkThread("callInThread");
        Action bound = Contexts.bind(action);
        pool.execute(() -> guard(bound));
    }

    @Override
    public final <T extends @Nullable Object> Deferred<T> deferToThread(Callable<? extends T> blocking) {
        checkThread("deferToThread");
        return pool.defer(Contexts.bind(blocking));
    }

    @Override
    public final void suggestThreadPoolSize(int size) {
        checkThread("suggestThreadPoolSize");
        pool.resize(size);
    }

    @Override
    public final <T extends @Nullable Object> T blockingCallFromThread(Callable<? extends Deferred<T>> call)
            throws Exception {
        if (inReactorThread()) {
            throw new IllegalStateException("blockingCallFromThread on the reactor's own thread would wait for itself;"
                    + " add callbacks to the Deferred instead");
        }
        return Submissions.await(submit(call));
    }

    @Override
    public final <T extends @Nullable Object> CompletableFuture<T> submit(Callable<? extends Deferred<T>> call) {
        return submissions.submit(this, call);
    }

    @Override
    public final <T extends @Nullable Object> Deferred<T> ask(Callable<? extends Deferred<T>> call) {
        Executor caller = ReactorThread.executorOf(ReactorThread.current());
        if (caller == null) {
            throw new IllegalStateException("ask is for a reactor's thread, and thread "
                    + Thread.currentThread().getName() + " is none; use submit");
        }
        return submissions.ask(this, caller, call);
    }
}
