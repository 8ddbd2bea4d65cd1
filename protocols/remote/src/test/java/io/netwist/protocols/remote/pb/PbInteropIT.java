/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.CopiedException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.remote.TwistedPeer;
import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.jelly.FrozenSet;
import io.netwist.protocols.remote.jelly.Tuple;
import java.io.BufferedReader;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against Twisted, which is a package of the system ({@code python3-twisted}); without it these tests are skipped. */
class PbInteropIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final NettyReactor reactor = NettyReactor.create();
    private final TwistedPeer python = new TwistedPeer("/pb_peer.py");

    @BeforeEach
    void twistedIsThere() throws Exception {
        TwistedPeer.assumeInstalled("twisted");
    }

    @AfterEach
    void close() throws Exception {
        reactor.close();
        python.close();
    }

    private <T extends @Nullable Object> T got(Deferred<T> deferred) throws Exception {
        return reactor.runUntil(deferred, LIMIT);
    }

    private static List<@Nullable Object> values() {
        return Arrays.asList(
                null,
                true,
                false,
                0L,
                -5L,
                1L << 31,
                -(1L << 40),
                BigInteger.ONE.shiftLeft(400),
                2.5,
                Double.POSITIVE_INFINITY,
                "text \u2603 \ud83d\ude00",
                "",
                ByteString.of(new byte[] {'b', 'y', 't', 'e', 's', ' ', (byte) 0xff}),
                ByteString.of("None"),
                List.of(),
                List.of(1L, List.of(2L, List.of(3L))),
                Tuple.of(),
                Tuple.of(1L, Tuple.of(2L), "x"),
                keyed(),
                Set.of(1L, "a", ByteString.of("a"), Tuple.of(1L, 2L)),
                FrozenSet.copyOf(List.of(1L, FrozenSet.copyOf(List.of(2L)))),
                new BigDecimal("9.950"),
                new BigDecimal("-1E+7"),
                LocalDateTime.of(2024, 10, 18, 21, 7, 28, 345_000),
                LocalDate.of(2024, 2, 29),
                LocalTime.of(1, 16, 5, 344_000),
                Duration.ofDays(-1).plusSeconds(5).plusNanos(7_000));
    }

    private static Map<Object, @Nullable Object> keyed() {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        map.put("a", 1L);
        map.put(ByteString.of("b"), List.of(2L));
        map.put(Tuple.of(3L, "x"), null);
        return map;
    }

    private RemoteReference connected(PBClientFactory factory) throws Exception {
        int port = Integer.parseInt(python.start("server").readLine());
        reactor.connectTCP("127.0.0.1", port, factory);
        return got(factory.getRootObject());
    }

    private void assertFails(RemoteReference root, String method, String type) {
        assertThatThrownBy(() -> got(root.callRemote(method)))
                .isInstanceOfSatisfying(
                        CopiedException.class,
                        error -> assertThat(error.ancestors()).contains(type));
    }

    interface Thing {
        Deferred<String> ping(Object... ignored);
    }

    @Spec({"PB-116", "JEL-001", "JEL-003", "JEL-005", "JEL-007"})
    @Test
    void callsAServerOfTwisted() throws Exception {
        PBClientFactory factory = new PBClientFactory();
        RemoteReference root = connected(factory);
        for (Object value : values()) {
            assertThat(got(root.callRemote("echo", value))).isEqualTo(value);
        }
        assertThat(got(root.callRemote("values"))).isEqualTo(values());
        List<?> shared = (List<?>) Objects.requireNonNull(got(root.callRemote("shared")));
        assertThat(shared.get(0)).isSameAs(shared.get(1)).isEqualTo(List.of(1L));
        assertThat(((List<?>) Objects.requireNonNull(shared.get(2))).get(0)).isSameAs(shared.get(2));
        List<Object> one = new ArrayList<>(List.of(1));
        assertThat(got(root.callRemote("same", one, one))).isEqualTo(true);
        assertThat(got(root.callRemote("kw", 1, "two", Keywords.of("three", 3.0))))
                .isEqualTo(List.of(List.of(1L, "two"), Map.of("three", 3.0)));
        assertFails(root, "nosuch", "twisted.spread.flavors.NoSuchMethod");
        assertFails(root, "boom", "builtins.ValueError");
        assertFails(root, "pberr", "twisted.spread.pb.Error");
        assertFails(root, "laterfail", "builtins.KeyError");
        assertThat(got(root.callRemote("later"))).isEqualTo(99L);
        assertThat(got(root.callRemote("callme", new Roots.Thing()))).isEqualTo("pong");
        List<Deferred<@Nullable Object>> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(root.callRemote("echo", i));
        }
        assertThat(got(Deferreds.gather(many)).get(999)).isEqualTo(999L);
        Deferred<@Nullable Object> held = root.callRemote("hold");
        Deferred<RemoteReference> lost = new Deferred<>();
        root.notifyOnDisconnect(lost::callback);
        root.tell("drop").handleFailure(failure -> {});
        assertThatThrownBy(() -> got(held)).isInstanceOf(PBConnectionLost.class);
        assertThat(got(lost)).isSameAs(root);
    }

    @Spec({"PB-045", "PB-055", "PB-116"})
    @Test
    void twistedKeepsNothingThatWasReleasedOrCollected() throws Exception {
        RemoteReference root = connected(new PBClientFactory());
        List<Thing> things = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            RemoteReference thing = (RemoteReference) Objects.requireNonNull(got(root.callRemote("thing")));
            things.add(thing.as(Thing.class));
        }
        assertThat(got(things.get(7).ping())).isEqualTo("pong");
        assertThat(got(root.callRemote("exported"))).isEqualTo(1001L);
        things.subList(0, 500).forEach(each -> RemoteReference.of(each).release());
        assertThat(got(root.callRemote("exported"))).isEqualTo(501L);
        WeakReference<Object> last = new WeakReference<>(things.get(999));
        things.clear();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Object left = 501L;
        while (!Long.valueOf(1).equals(left)) {
            assertThat(System.nanoTime()).as("%s are left", left).isLessThan(deadline);
            System.gc();
            left = got(root.callRemote("exported"));
        }
        assertThat(last.get()).isNull();
    }

    /** Offers what the client of Twisted calls. */
    static final class Root implements Referenceable {
        private final Broker broker;

        Root(Broker broker) {
            this.broker = broker;
        }

        @Remote
        @Nullable
        Object echo(@Nullable Object value) {
            return value;
        }

        @Remote
        List<Object> kw(Object[] arguments, Keywords keywords) {
            return List.of(Arrays.asList(arguments), keywords.values());
        }

        @Remote
        Deferred<Object> boom() {
            return Deferred.fail(new IllegalArgumentException("bad value"));
        }

        @Remote
        Deferred<Object> pberr() {
            return Deferred.fail(new Roots.MyError("known"));
        }

        @Remote
        Deferred<Integer> later() {
            Deferred<Integer> later = new Deferred<>();
            broker.transport().reactor().callLater(Duration.ofMillis(10), () -> later.callback(99));
            return later;
        }

        @Remote
        Deferred<Integer> laterfail() {
            return later().addCallback(ignored -> {
                throw new NoSuchElementException("k");
            });
        }

        @Remote
        Deferred<@Nullable Object> callme(RemoteReference back) {
            return back.callRemote("ping", 5).onFired(outcome -> back.release());
        }

        @Remote
        Roots.Thing fresh() {
            return new Roots.Thing();
        }

        @Remote
        int exported() {
            return broker.exported();
        }

        @Remote
        String typed(long number, String text) {
            return text + number;
        }

        @Remote
        Deferred<Object> hold() {
            return new Deferred<>();
        }

        @Remote
        void drop() {
            broker.transport().abortConnection();
        }
    }

    @Spec("PB-116")
    @Test
    void answersAClientOfTwisted() throws Exception {
        Address host = reactor.listenTCP(
                        0,
                        new PBServerFactory(Root::new, BrokerOptions.defaults()),
                        ListenOptions.defaults().withInterface("127.0.0.1"))
                .getHost();
        BufferedReader output = python.start("client", Integer.toString(host.port()));
        assertThat(got(reactor.deferToThread(() -> output.lines().toList())))
                .containsExactly(
                        "values",
                        "keywords",
                        "shared",
                        "no such method",
                        "value error",
                        "trapped",
                        "pb.Error",
                        "later failure",
                        "later",
                        "called back",
                        "1000 references",
                        "released",
                        "type error",
                        "lost");
    }
}
