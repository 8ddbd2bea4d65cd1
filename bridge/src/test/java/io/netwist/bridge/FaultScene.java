/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.netty.LogCapture;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.netty.NettyTransport;
import io.netwist.bridge.testing.MemoryReactor;
import io.netwist.deferred.Deferred;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One reactor under test, what has been thrown into it, and where that came out. */
final class FaultScene implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(20);
    static final String LOCALHOST = "127.0.0.1";
    static final ListenOptions LOCAL = ListenOptions.defaults().withInterface(LOCALHOST);

    final Reactor reactor;
    private final Supplier<Throwable> faults;
    private final LogCapture log = LogCapture.of("io.netwist");
    private final LogCapture netty = LogCapture.of("io.netty");
    private final Set<Throwable> injected = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Throwable> given = new ArrayList<>();
    private final Set<Class<?>> expected = new HashSet<>();

    /** A reactor to make, and something to throw. */
    record Ground(String name, Callable<Reactor> reactors, Supplier<Throwable> faults) {
        FaultScene open() throws Exception {
            return new FaultScene(this);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Every reactor of this machine and the one in memory, each with every kind of throwable. */
    static Stream<Ground> grounds() {
        List<Ground> grounds = new ArrayList<>();
        List<Supplier<Throwable>> faults = List.of(
                () -> new IllegalStateException("injected"),
                () -> new IOException("injected"),
                () -> new AssertionError("injected"));
        for (Supplier<Throwable> each : faults) {
            String what = " throws " + each.get().getClass().getSimpleName();
            for (NettyTransport transport : NettyTransport.values()) {
                if (transport != NettyTransport.AUTO && transport.unavailabilityCause() == null) {
                    grounds.add(new Ground(
                            transport + what,
                            () -> NettyReactor.builder().transport(transport).create(),
                            each));
                }
            }
            grounds.add(new Ground("memory" + what, MemoryReactor::new, each));
        }
        return grounds.stream();
    }

    private FaultScene(Ground ground) throws Exception {
        reactor = ground.reactors().call();
        faults = ground.faults();
    }

    /** Throws something new, whatever the caller declares; returns nothing, for {@code throw}. */
    RuntimeException fault() {
        Throwable fault = faults.get();
        injected.add(fault);
        FaultScene.<RuntimeException>sneak(fault);
        throw new AssertionError("not reached");
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneak(Throwable fault) throws X {
        throw (X) fault;
    }

    private @Nullable Throwable faultIn(@Nullable Throwable thrown) {
        Throwable each = thrown;
        while (each != null && !injected.contains(each)) {
            each = each.getCause();
        }
        return each;
    }

    boolean isFault(Throwable thrown) {
        return injected.contains(thrown);
    }

    /** Somebody was given a fault, itself or as the cause of what it was given. */
    void given(@Nullable Throwable thrown) {
        Throwable fault = faultIn(thrown);
        if (fault == null) {
            throw new AssertionError("not a fault of this test: " + thrown, thrown);
        }
        given.add(fault);
    }

    <T extends @Nullable Object> T await(Deferred<T> deferred) throws Exception {
        return reactor.runUntil(deferred, LIMIT);
    }

    /** Waits for a failure, which must be a fault. */
    void awaitFault(Deferred<?> deferred) {
        given(catchThrowable(() -> await(deferred)));
    }

    /** Lets everything happen that can happen now. */
    void settle() {
        for (int turn = 0; turn < 20; turn++) {
            reactor.iterate(Duration.ZERO);
        }
    }

    /** Turns the reactor until something is so. */
    void until(BooleanSupplier holds) {
        for (int turn = 0; !holds.getAsBoolean(); turn++) {
            assertThat(turn).as("turns").isLessThan(2000);
            reactor.iterate(Duration.ofMillis(10));
        }
    }

    /** How many exceptions of that type were logged; from here on they are not counted as faults. */
    long takeLogged(Class<? extends Throwable> type) {
        expected.add(type);
        return log.thrown().stream().filter(type::isInstance).count();
    }

    /** The faults have come out once each, and connections, timers and calls still work. */
    void survived(int faultsExpected) throws Exception {
        serves();
        check(faultsExpected);
    }

    /** The faults have come out once each. */
    void check(int faultsExpected) {
        assertThat(injected).as("faults that were thrown at all").hasSize(faultsExpected);
        List<Throwable> surfaced = new ArrayList<>(given);
        for (Throwable each : log.thrown()) {
            if (expected.contains(each.getClass())) {
                continue;
            }
            Throwable fault = faultIn(each);
            surfaced.add(fault == null ? each : fault);
        }
        String logged = "logged: " + log.messages();
        assertThat(surfaced).as(logged).doesNotHaveDuplicates();
        assertThat(injected).as(logged).containsAll(surfaced);
        assertThat(surfaced.size()).as(logged).isEqualTo(faultsExpected);
        assertThat(netty.messages()).isEmpty();
    }

    private void serves() throws Exception {
        ListeningPort port = reactor.listenTCP(
                0,
                peer -> new BaseProtocol() {
                    @Override
                    public void dataReceived(ByteBuf data) {
                        transport().write(data.retain());
                    }
                },
                LOCAL);
        Deferred<String> echoed = new Deferred<>();
        reactor.connectTCP(LOCALHOST, port.getHost().port(), peer -> new BaseProtocol() {
            @Override
            public void connectionMade() {
                transport().write("x");
            }

            @Override
            public void dataReceived(ByteBuf data) {
                transport().loseConnection();
                echoed.callback(data.toString(StandardCharsets.US_ASCII));
            }
        });
        assertThat(await(echoed)).isEqualTo("x");
        Deferred<String> timer = new Deferred<>();
        reactor.callLater(Duration.ofMillis(1), () -> timer.callback("timer"));
        assertThat(await(timer)).isEqualTo("timer");
        Deferred<String> call = new Deferred<>();
        reactor.callFromThread(() -> call.callback("call"));
        assertThat(await(call)).isEqualTo("call");
        await(port.stopListening());
    }

    @Override
    public void close() {
        try {
            if (reactor instanceof NettyReactor real) {
                real.close();
            }
        } finally {
            log.close();
            netty.close();
        }
    }
}
