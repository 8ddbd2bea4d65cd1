/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Ticker;
import io.netwist.deferred.Effect;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What can be chosen about a reactor: {@code NettyReactor.builder()}.
 *
 * <p>Threading: one thread at a time; one builder, one reactor.
 */
public final class ReactorBuilder {
    NettyTransport transport = NettyTransport.AUTO;
    Ticker ticker = Ticker.systemTicker();
    boolean signals = true;
    long unsentLimit = UnsentBudget.defaultLimit();
    Duration blockedAfter = Duration.ofMillis(100);

    @Nullable
    String name;

    /** Whether the reactor gets a thread of its own; set by {@link #start}. */
    boolean ownThread;

    ReactorBuilder() {}

    /**
     * Chooses how to wait for sockets.
     *
     * @param transport AUTO until set
     * @return this
     */
    public ReactorBuilder transport(NettyTransport transport) {
        this.transport = Objects.requireNonNull(transport, "transport");
        return this;
    }

    /**
     * Chooses the clock, for tests: a {@code TestClock} turns Netty's timers as well as ours.
     *
     * @param ticker the system's until set; with any other the reactor is driven by {@code iterate(Duration.ZERO)}
     * @return this
     */
    public ReactorBuilder ticker(Ticker ticker) {
        this.ticker = Objects.requireNonNull(ticker, "ticker");
        return this;
    }

    /**
     * Chooses whether {@code run()} stops at SIGINT and SIGTERM.
     *
     * @param install true until set
     * @return this
     */
    public ReactorBuilder installSignalHandlers(boolean install) {
        this.signals = install;
        return this;
    }

    /**
     * Chooses how many bytes all connections together may hold unsent.
     *
     * @param bytes a quarter of the smaller of the maximum heap and direct memory until set
     * @return this
     */
    public ReactorBuilder unsentLimit(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: 1 or more)");
        }
        this.unsentLimit = bytes;
        return this;
    }

    /**
     * Chooses how long a callback may keep the loop before a warning shows where it is.
     *
     * @param limit 100 ms until set; zero for no warnings
     * @return this
     */
    public ReactorBuilder blockedAfter(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: zero or more)");
        }
        this.blockedAfter = limit;
        return this;
    }

    /**
     * Names the reactor, for messages and threads.
     *
     * @param name {@code reactor-} and a number until set
     * @return this
     */
    public ReactorBuilder name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /** One of several reactors that share what this builder would give to one. */
    ReactorBuilder member(int number, int of) {
        ReactorBuilder member = new ReactorBuilder();
        member.transport = transport;
        member.ticker = ticker;
        member.blockedAfter = blockedAfter;
        member.unsentLimit = Math.max(1, unsentLimit / of);
        member.name = (name != null ? name : "group") + "-" + number;
        return member;
    }

    /**
     * Makes the reactor of the calling thread.
     *
     * @return not running yet
     * @throws IllegalArgumentException if the transport is not available here
     */
    public NettyReactor create() {
        return new NettyReactor(this);
    }

    /**
     * Makes a reactor with a thread of its own, and runs it.
     *
     * @param setup called on that thread before the reactor runs: listen and connect here
     * @return the reactor, running; stop it with {@code stop()} or {@code close()}
     * @throws Exception what {@code setup} threw; then nothing is left
     */
    public NettyReactor start(Effect<? super NettyReactor> setup) throws Exception {
        installSignalHandlers(false);
        CompletableFuture<NettyReactor> ready = new CompletableFuture<>();
        String threadName = name != null ? name : "reactor-" + NettyReactor.nextNumber();
        name = threadName;
        ownThread = true;
        Thread own = new FastThreadLocalThread(() -> runOwn(setup, ready), threadName);
        own.start();
        return Submissions.await(ready);
    }

    private void runOwn(Effect<? super NettyReactor> setup, CompletableFuture<NettyReactor> ready) {
        NettyReactor reactor;
        try {
            reactor = create();
        } catch (Throwable e) {
            ready.completeExceptionally(e);
            return;
        }
        try {
            setup.accept(reactor);
        } catch (Throwable e) {
            reactor.close();
            ready.completeExceptionally(e);
            return;
        }
        // In the first turn, so that stop() is legal as soon as start returns.
        reactor.callFromThread(() -> ready.complete(reactor));
        reactor.run();
    }
}
