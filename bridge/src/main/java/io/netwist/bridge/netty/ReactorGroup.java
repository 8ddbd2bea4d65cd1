/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.ReactorCore.Phase;
import io.netwist.bridge.UnixListenOptions;
import io.netwist.bridge.error.ReactorNotRunning;
import io.netwist.bridge.process.Signals;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.time.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several reactors that serve the same ports, each on its own thread: how a program uses more than one core.
 *
 * <p>They share nothing. Each has a factory of its own, made on its thread, and a connection, its protocol, its timers and its
 * Deferreds never leave the reactor that it was dealt to; so what a factory keeps needs no lock. What one reactor wants of
 * another it asks for by {@code other.ask(…)}.
 *
 * <p>The first reactor accepts and deals the connections out in turn. With {@link ListenOptions#withReusePort} every reactor
 * listens for itself, which helps where accepting is what the time goes to, and has the costs that are told there. The limit
 * on unsent bytes is divided by the number of reactors.
 *
 * <p>Threading: from any thread but those of the group, except that the thread of the first reactor may listen, and {@code stop}
 * may be called anywhere. Twisted has no such thing; its programs start several processes.
 */
public final class ReactorGroup implements AutoCloseable {

    private final List<NettyReactor> reactors;

    private ReactorGroup(List<NettyReactor> reactors) {
        this.reactors = List.copyOf(reactors);
    }

    // ---- making and ending

    /**
     * Starts reactors on threads of their own.
     *
     * @param size how many; {@code Runtime.getRuntime().availableProcessors()} is a good guess
     * @return the group, running
     */
    public static ReactorGroup of(int size) {
        return of(size, NettyReactor.builder());
    }

    /**
     * Starts reactors on threads of their own.
     *
     * @param size how many
     * @param like how each is made; its name is the beginning of theirs, its limit on unsent bytes is for all together
     * @return the group, running
     * @throws IllegalArgumentException if the transport is not available here
     */
    public static ReactorGroup of(int size, ReactorBuilder like) {
        checkSize(size);
        List<NettyReactor> started = new ArrayList<>();
        start(started, size, like);
        return new ReactorGroup(started);
    }

    /**
     * Adds reactors, on threads of their own, to one that the caller runs. They stop when it does; {@link #close} after its
     * {@code run()} has returned waits for them.
     *
     * @param first of the calling thread; becomes the first of the group
     * @param size how many there are then
     * @param like how the others are made
     * @return the group, of which all but the first are running
     */
    public static ReactorGroup around(NettyReactor first, int size, ReactorBuilder like) {
        checkSize(size);
        first.checkThread("around");
        List<NettyReactor> all = new ArrayList<>();
        all.add(first);
        start(all, size, like);
        first.budget.divideBy(size);
        ReactorGroup group = new ReactorGroup(all);
        first.addSystemEventTrigger(Phase.DURING, "shutdown", () -> {
            group.stopOthers();
            return null;
        });
        return group;
    }

    private static void checkSize(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size: " + size + " (expected: 1 or more)");
        }
    }

    private static void start(List<NettyReactor> into, int size, ReactorBuilder like) {
        int given = into.size();
        try {
            for (int i = given; i < size; i++) {
                int number = i + 1;
                into.add(unchecked(() -> like.member(number, size).start(reactor -> {})));
            }
        } catch (RuntimeException e) {
            into.subList(given, into.size()).forEach(NettyReactor::close);
            throw e;
        }
    }

    private static <T> T unchecked(Callable<T> call) {
        try {
            return call.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a reactor", e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Waits until every reactor has stopped, and asks them all to at SIGINT and SIGTERM: what {@code run()} is to one reactor.
     *
     * @throws IllegalStateException on a thread of the group; then run the first reactor itself
     */
    public void run() {
        refuseMembers("run", false);
        List<Signals.Subscription> heard = new ArrayList<>();
        for (String signal : List.of("INT", "TERM")) {
            try {
                heard.add(Signals.handle(signal, this::stop));
            } catch (IllegalArgumentException e) {
                EventLoopReactor.LOG.debug("SIG{} is not ours to handle", signal, e);
            }
        }
        try {
            awaitEnd();
        } finally {
            heard.forEach(Signals.Subscription::close);
        }
    }

    private void awaitEnd() {
        for (NettyReactor each : reactors) {
            if (!each.inReactorThread()) {
                unchecked(() -> {
                    each.awaitEnd();
                    return each;
                });
            }
        }
    }

    /** Asks every reactor to stop, in the order of {@link #reactors}. From any thread. Those that have stopped do not mind. */
    public void stop() {
        stop(reactors.get(0));
        stopOthers();
    }

    private void stopOthers() {
        reactors.subList(1, reactors.size()).forEach(ReactorGroup::stop);
    }

    private static void stop(NettyReactor reactor) {
        try {
            reactor.stop();
        } catch (ReactorNotRunning e) {
            // It is stopping, or has stopped, or never ran.
        }
    }

    /**
     * Stops every reactor and waits until they and their threads have ended.
     *
     * @throws IllegalStateException on a thread of the group, unless it is that of a first reactor which does not loop now
     */
    @Override
    public void close() {
        refuseMembers("close", true);
        if (reactors.get(0).inReactorThread()) {
            reactors.get(0).refuseFromCallback("close");
        }
        stop();
        reactors.get(0).close();
        reactors.forEach(NettyReactor::close);
        awaitEnd();
    }

    // ---- asking

    /**
     * The reactors.
     *
     * @return the one that accepts first; unmodifiable
     */
    public List<NettyReactor> reactors() {
        return reactors;
    }

    private void refuseMembers(String call, boolean allowFirst) {
        for (int i = allowFirst ? 1 : 0; i < reactors.size(); i++) {
            // A group of one has only its first; a thread that has ended can be mistaken for none.
            if (reactors.get(i).inReactorThread() && !reactors.get(i).hasEnded()) {
                throw new IllegalStateException(call + ": this is the thread of " + reactors.get(i)
                        + ", which would wait for itself (expected: a thread outside the group"
                        + (allowFirst ? ", or that of " + reactors.get(0) : "") + ")");
            }
        }
    }

    // ---- listening

    /**
     * Accepts connections on every IPv4 address. Returns when every reactor is ready for them.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param each makes the factory of one reactor; called once for each, on its thread
     * @return the port, listening already
     * @throws io.netwist.bridge.error.CannotListenException if the address cannot be had; then nothing is left
     */
    public GroupPort listenTCP(int port, Function<? super Reactor, ? extends Factory<?>> each) {
        return listenTCP(port, each, ListenOptions.defaults());
    }

    /**
     * Accepts connections. Returns when every reactor is ready for them.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param each makes the factory of one reactor; called once for each, on its thread
     * @param options where and how; with {@code withReusePort(true)} each reactor has a socket of its own
     * @return the port, listening already
     * @throws io.netwist.bridge.error.CannotListenException if the address cannot be had; then nothing is left
     */
    public GroupPort listenTCP(int port, Function<? super Reactor, ? extends Factory<?>> each, ListenOptions options) {
        return listenTCP(port, each, options, null);
    }

    /**
     * Accepts TLS connections. Returns when every reactor is ready for them.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param each makes the factory of one reactor; called once for each, on its thread
     * @param tls with a certificate
     * @param options where and how; with {@code withReusePort(true)} each reactor has a socket of its own
     * @return the port, listening already
     * @throws io.netwist.bridge.error.CannotListenException if the address cannot be had; then nothing is left
     * @throws IllegalArgumentException if the TLS options have no certificate, or their files cannot be used
     */
    public GroupPort listenSSL(
            int port, Function<? super Reactor, ? extends Factory<?>> each, TlsOptions tls, ListenOptions options) {
        return listenTCP(port, each, options, tls);
    }

    private GroupPort listenTCP(
            int port,
            Function<? super Reactor, ? extends Factory<?>> each,
            ListenOptions options,
            @Nullable TlsOptions tls) {
        if (!options.reusePort()) {
            return deal(() -> new TcpListenPlace(port, options), each, tls);
        }
        refuseMembers("listen", true);
        List<StreamPort> sockets = new ArrayList<>();
        try {
            for (NettyReactor reactor : reactors) {
                // The first may be given any free port; the others have to have the same.
                int wanted = sockets.isEmpty() ? port : sockets.get(0).getHost().port();
                sockets.add(on(reactor, () -> {
                    Reception reception = reception(reactor, each, tls);
                    StreamPort socket = new StreamPort(reactor, new TcpListenPlace(wanted, options), reception, null);
                    socket.startListening();
                    return socket;
                }));
            }
        } catch (RuntimeException e) {
            for (int i = 0; i < sockets.size(); i++) {
                StreamPort socket = sockets.get(i);
                undo(reactors.get(i), () -> socket.reactorStopped());
            }
            throw e;
        }
        return new GroupPort(reactors, sockets, List.of());
    }

    /**
     * Accepts connections at a path. Returns when every reactor is ready for them.
     *
     * @param path as for {@code reactor.listenUNIX}
     * @param each makes the factory of one reactor; called once for each, on its thread
     * @param options how
     * @return the port, listening already
     * @throws io.netwist.bridge.error.CannotListenException if the path cannot be had; then nothing is left
     */
    public GroupPort listenUNIX(
            String path, Function<? super Reactor, ? extends Factory<?>> each, UnixListenOptions options) {
        return deal(() -> new UnixListenPlace(path, options), each, null);
    }

    private GroupPort deal(
            Supplier<ListenPlace> place,
            Function<? super Reactor, ? extends Factory<?>> each,
            @Nullable TlsOptions tls) {
        refuseMembers("listen", true);
        List<DealtShare> shares = new ArrayList<>();
        try {
            for (NettyReactor reactor : reactors.subList(1, reactors.size())) {
                shares.add(on(reactor, () -> DealtShare.begin(reactor, reception(reactor, each, tls))));
            }
            NettyReactor first = reactors.get(0);
            StreamPort port = on(first, () -> {
                Reception own = reception(first, each, tls);
                StreamPort made = new StreamPort(first, place.get(), own, new Dealer(own, shares));
                made.startListening();
                return made;
            });
            return new GroupPort(reactors, List.of(port), shares);
        } catch (RuntimeException e) {
            for (int i = 0; i < shares.size(); i++) {
                DealtShare share = shares.get(i);
                undo(reactors.get(i + 1), share::end);
            }
            throw e;
        }
    }

    /** After a failure, of which more is to be heard than of this. */
    private static void undo(NettyReactor reactor, Action action) {
        try {
            on(reactor, () -> {
                action.run();
                return reactor;
            });
        } catch (RuntimeException e) {
            EventLoopReactor.LOG.error("{} cannot undo a listening that failed", reactor, e);
        }
    }

    private static Reception reception(
            NettyReactor reactor, Function<? super Reactor, ? extends Factory<?>> each, @Nullable TlsOptions tls) {
        Factory<?> factory = Objects.requireNonNull(each.apply(reactor), "the function gave no factory");
        return new Reception(reactor, factory, tls == null ? null : TlsSetup.server(reactor.tls, tls, factory));
    }

    /** Calls something on a reactor's thread and waits for what it returns or throws. */
    private static <T> T on(NettyReactor reactor, Callable<T> call) {
        return unchecked(
                reactor.inReactorThread()
                        ? call
                        : () -> Submissions.await(reactor.submit(() -> Deferred.succeed(call.call()))));
    }

    @Override
    public String toString() {
        return "group of " + reactors;
    }
}
