/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.remote.banana.BananaException;
import io.netwist.protocols.remote.jelly.SecurityOptions;
import io.netwist.protocols.remote.jelly.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CacheableTest {
    /** What observers have methods for. */
    interface Follower {
        Deferred<@Nullable Void> setV(int v);

        void grow();
    }

    static class Master implements Cacheable {
        final List<RemoteCacheObserver> observers = new ArrayList<>();
        final List<Object> stopped = new ArrayList<>();
        Map<String, @Nullable Object> state = new LinkedHashMap<>(Map.of("v", 1));

        /** What a call to an observer comes to whose copy is not sent yet. */
        @Nullable
        Failure early;

        @Override
        public String getTypeToCopyFor(@Nullable Object perspective) {
            return "example.Master";
        }

        @Override
        public Map<String, ?> getStateToCacheAndObserveFor(@Nullable Object perspective, RemoteCacheObserver observer) {
            observers.add(observer);
            observer.callRemote("setV", 0).handleFailure(failure -> early = failure);
            return state;
        }

        @Override
        public void stoppedObserving(@Nullable Object perspective, RemoteCacheObserver observer) {
            assertThat(observers.remove(observer)).isTrue();
            stopped.add(perspective == null ? "nobody" : perspective);
        }
    }

    /** As it is in VE-04. */
    static final class Node extends Master {
        @Override
        public String getTypeToCopyFor(@Nullable Object perspective) {
            return "example.Node";
        }
    }

    static final class Slave implements RemoteCache {
        Map<String, @Nullable Object> state = Map.of();
        final List<Object> seen = new ArrayList<>();

        @Override
        public void setCopyableState(Map<String, @Nullable Object> given) {
            state = given;
        }

        @Remote
        Object setV(int v) {
            seen.add(v);
            return v + 1;
        }

        @Remote
        void grow() {
            seen.add("grow");
        }
    }

    record Player(Root root) implements Perspective {
        @Remote
        Master master() {
            return root.master;
        }
    }

    static final class Root implements Referenceable {
        Master master = new Master();
        final List<Object> taken = new ArrayList<>();

        @Nullable
        Object held;

        @Remote
        Master master() {
            return master;
        }

        @Remote
        Object thing() {
            return new Roots.Thing();
        }

        @Remote
        @Nullable
        Object give() {
            return held;
        }

        @Remote
        Deferred<@Nullable Object> update(int v) {
            return master.observers.get(0).callRemote("setV", v).addCallback(ignored -> null);
        }

        @Remote
        boolean giveback(Master given) {
            return given == master;
        }

        @Remote
        void take(Object value) {
            taken.add(value);
        }

        @Remote
        Deferred<@Nullable Object> callme(RemoteReference back) {
            return back.callRemote("ping", 5).onFired(outcome -> back.release());
        }

        @Remote
        AvatarReference enter() {
            return new AvatarReference(new Player(this));
        }
    }

    private static final BrokerOptions OPTIONS = BrokerOptions.defaults()
            .withCache("example.Master", Slave::new)
            .withCache("example.Node", Slave::new)
            .withCopyFactory("example.Box", Map::copyOf);

    private final Root root = new Root();
    private final Pair pair = Pair.of(root, OPTIONS);

    @SuppressWarnings("unchecked")
    private static Cached<Slave> cached(@Nullable Object value) {
        return (Cached<Slave>) Objects.requireNonNull(value);
    }

    private Cached<Slave> given() {
        return cached(pair.got(pair.root().callRemote("master")));
    }

    // VP-A37 to A47, A62, A64, with the numbers of that run.
    @Spec({"PB-068", "PB-069", "PB-071", "PB-073"})
    @Test
    void isSentAndToldOfByteForByte() {
        Broker server = new PBServerFactory(root).buildProtocol(Pair.PEER);
        StringTransport wire = Pair.serving(server);
        Pair.served(wire, "07801a870a810482726f6f7405827468696e67018101800b8701800587");
        assertThat(Pair.served(wire, "07801a870d810482726f6f74068263616c6c6d65018102800b8702801087018101800587"))
                .isEqualTo("07801a8701810181048270696e67018102800b87058101800587");
        Pair.served(wire, "03801b87018102800782756e69636f64650482706f6e67");
        assertThat(Pair.served(wire, "07801a870f810482726f6f7406826d6173746572018101800b8701800587"))
                .isEqualTo(
                        "03801b870f8103800e826578616d706c652e4d6173746572028102800587028002800782756e69636f646501827601"
                                + "81");
        assertThat(Pair.served(wire, "07801a8710810482726f6f7406826d6173746572018101800b8701800587"))
                .isEqualTo("03801b87108102800f870281");
        assertThat(server.cachedByPeer()).isEqualTo(1);
        assertThat(Pair.served(wire, "07801a8711810482726f6f740682757064617465018102800b87028101800587"))
                .isEqualTo("0780198702810281048273657456018102800b87028101800587");
        assertThat(Pair.served(wire, "03801b87028101800187")).isEqualTo("03801b87118101800187");
        assertThat(Pair.served(wire, "07801a8712810482726f6f740882676976656261636b018102800b8702801287028101800587"))
                .isEqualTo("03801b87128102800782626f6f6c65616e048274727565");
        assertThat(Pair.served(wire, "02801e870281")).isEmpty();
        assertThat(root.master.stopped).isEmpty();
        assertThat(Pair.served(wire, "02801e870281")).isEqualTo("02801f870281");
        assertThat(root.master.stopped).containsExactly("nobody");
        assertThat(server.cachedByPeer()).isZero();
        // Anew, with a new number.
        assertThat(Pair.served(wire, "07801a870f810482726f6f7406826d6173746572018101800b8701800587"))
                .contains("0e826578616d706c652e4d61737465720381");
        Pair.served(wire, "02801e870281");
        assertThat(wire.isDisconnecting()).isTrue();
    }

    @Spec({"PB-068", "PB-069", "PB-071", "PB-073", "PB-074"})
    @Test
    void isReceivedByteForByte() {
        PBClientFactory clients = new PBClientFactory(OPTIONS);
        StringTransport wire = Pair.calling(clients);
        RemoteReference there = successResultOf(clients.getRootObject());
        Deferred<?> first = there.callRemote("master");
        Pair.served(
                wire,
                "03801b87018103800e826578616d706c652e4d6173746572028102800587028002800782756e69636f64650182760181");
        Cached<Slave> one = cached(successResultOf(first));
        assertThat(one.get().state).isEqualTo(Map.of("v", 1L));
        Deferred<?> second = there.callRemote("master");
        Pair.served(wire, "03801b87028102800f870281");
        Cached<Slave> other = cached(successResultOf(second));
        assertThat(other).isEqualTo(one).isNotSameAs(one).hasSameHashCodeAs(one);
        assertThat(Pair.served(wire, "0780198702810281048273657456018102800b87028101800587"))
                .isEqualTo("03801b8702810381");
        assertThat(one.get().seen).containsExactly(2);
        wire.clear();
        Deferred<?> back = there.callRemote("giveback", one);
        assertThat(Pair.hex(wire))
                .isEqualTo("07801a8703810482726f6f740882676976656261636b018102800b8702801287028101800587");
        Pair.served(wire, "03801b87038101800187");
        assertThat(successResultOf(back)).isNull();
        wire.clear();
        one.release();
        one.release();
        assertThat(Pair.hex(wire)).isEqualTo("02801e870281");
        assertThatThrownBy(one::get).isInstanceOf(DeadReferenceException.class);
        assertThat(failureResultOf(there.callRemote("giveback", one)).value())
                .isInstanceOf(DeadReferenceException.class);
        other.release();
        // Before the peer has heard of it, it names the cache again.
        Deferred<?> third = there.callRemote("master");
        Pair.served(wire, "03801b87048102800f870281");
        Cached<Slave> again = cached(successResultOf(third));
        assertThat(again.get().seen).containsExactly(2);
        assertThat(there.broker().cached()).isEqualTo(1);
        again.release();
        assertThat(Pair.served(wire, "02801f870281")).isEmpty();
        assertThat(there.broker().cached()).isZero();
        // It is a stranger now.
        assertThat(Pair.served(wire, "0780198703810281048273657456018102800b87028101800587"))
                .startsWith("03801c870381");
        Pair.served(wire, "02801f870281");
        assertThat(wire.isDisconnecting()).isTrue();
    }

    // VE-04.
    @Spec("PB-076")
    @Test
    void mayReferToItself() {
        Node node = new Node();
        node.state = new LinkedHashMap<>();
        node.state.put("me", node);
        node.state.put("n", 1);
        root.held = node;
        StringTransport wire = Pair.serving(new PBServerFactory(root).buildProtocol(Pair.PEER));
        assertThat(Pair.served(wire, "07801a8706810482726f6f74048267697665018101800b8701800587"))
                .isEqualTo(
                        "03801b87068103800487018103800c826578616d706c652e4e6f6465018103800587028002800782756e69636f6465"
                                + "02826d65028003870181028002800782756e69636f646501826e0181");
        Cached<Slave> copy = cached(pair.got(pair.root().callRemote("give")));
        assertThat(copy.get().state.get("me")).isSameAs(copy);
        copy.release();
        pair.wire.flush();
        assertThat(pair.server.cachedByPeer()).isZero();
        assertThat(pair.client().cached()).isZero();
    }

    @Spec({"PB-069", "PB-070", "PB-079"})
    @Test
    void tellsItsObserversThroughAnInterface() {
        Cached<Slave> copy = given();
        RemoteCacheObserver observer = root.master.observers.get(0);
        assertThat(Objects.requireNonNull(root.master.early).value()).isInstanceOf(NotCachedException.class);
        Follower follower = observer.as(Follower.class);
        assertThat(pair.got(follower.setV(5))).isNull();
        follower.grow();
        pair.wire.flush();
        assertThat(copy.get().seen).containsExactly(5, "grow");
        assertThat(pair.got(observer.callRemote("setV", 6))).isEqualTo(7L);
        assertThat(pair.lost(observer.callRemote("nosuch")).getErrorMessage())
                .isEqualTo("No such method: observe_nosuch");
        assertThat(follower).isEqualTo(observer.as(Follower.class)).isNotEqualTo(observer);
        assertThat(given()).isEqualTo(copy);
        assertThat(observer).isEqualTo(new RemoteCacheObserver(pair.server, root.master, null));
        assertThat(observer).isNotEqualTo(new RemoteCacheObserver(pair.server, root.master, root));
        assertThat(copy).hasToString(copy.toString()).isNotEqualTo(follower);
        assertThatThrownBy(() -> RemoteReference.of(follower)).isInstanceOf(IllegalArgumentException.class);
    }

    @Spec("PB-071")
    @Test
    void comesHomeAsItself() {
        Cached<Slave> copy = given();
        assertThat(pair.got(pair.root().callRemote("giveback", copy))).isEqualTo(true);
        Pair others = Pair.of(root, OPTIONS);
        assertThat(others.lost(others.root().callRemote("giveback", copy)).getErrorMessage())
                .contains("of another connection");
    }

    // VR-25 and VR-26.
    @Spec("PB-072")
    @Test
    void numbersOfNoCacheAreKeyErrors() {
        StringTransport wire = Pair.serving(new PBServerFactory(root).buildProtocol(Pair.PEER));
        String cached = "07801a8701810482726f6f74048274616b65018102800b8702800f87378101800587";
        String keyError = Pair.HEX.formatHex("builtins.KeyError".getBytes(StandardCharsets.US_ASCII));
        assertThat(Pair.served(wire, cached)).startsWith("03801c870181").contains(keyError);
        assertThat(Pair.served(wire, cached.replace("0f8737", "128737")))
                .startsWith("03801c870181")
                .contains(keyError);
        assertThat(wire.isDisconnecting()).isFalse();
    }

    @Spec({"PB-073", "PB-075"})
    @Test
    void isNotObservedAnyMoreAtTheEnd() {
        RemoteReference entered = pair.reference(pair.root().callRemote("enter"));
        Master failing = new Master() {
            @Override
            public void stoppedObserving(@Nullable Object perspective, RemoteCacheObserver observer) {
                throw new IllegalStateException("for the log");
            }
        };
        root.held = failing;
        cached(pair.got(pair.root().callRemote("give")));
        cached(pair.got(entered.callRemote("master")));
        RemoteCacheObserver observer = root.master.observers.get(0);
        List<Object> order = new ArrayList<>();
        Deferred<?> waiting = observer.callRemote("setV", 1);
        waiting.handleFailure(failure -> order.add(root.master.stopped.size()));
        pair.clients.disconnect();
        pair.wire.flush();
        assertThat(root.master.stopped).singleElement().isInstanceOf(Player.class);
        // Waiting calls had failed before.
        assertThat(order).containsExactly(0);
        assertThat(pair.server.cachedByPeer()).isZero();
        assertThat(failureResultOf(observer.callRemote("setV", 1)).value()).isInstanceOf(NotCachedException.class);
    }

    @Spec("PB-077")
    @Test
    void cachesInCachesAndInCopiesAreGivenBack() {
        Node inner = new Node();
        root.master.state.put("inner", inner);
        Copyable box = new Copyable() {
            @Override
            public String getTypeToCopyFor(@Nullable Object perspective) {
                return "example.Box";
            }

            @Override
            public Map<String, ?> getStateToCopyFor(@Nullable Object perspective) {
                return Map.of("outer", root.master, "inner", inner);
            }
        };
        root.held = Tuple.of(box, inner);
        Tuple got = (Tuple) Objects.requireNonNull(pair.got(pair.root().callRemote("give")));
        Map<?, ?> copied = (Map<?, ?>) Objects.requireNonNull(got.get(0));
        assertThat(pair.server.cachedByPeer()).isEqualTo(2);
        Cached<Slave> outer = cached(copied.get("outer"));
        Cached<Slave> nested = cached(outer.get().state.get("inner"));
        assertThat(got.get(1)).isEqualTo(nested).isEqualTo(copied.get("inner"));
        nested.release();
        outer.release();
        cached(got.get(1)).release();
        cached(copied.get("inner")).release();
        pair.wire.flush();
        assertThat(inner.observers).isEmpty();
        assertThat(root.master.observers).isEmpty();
        assertThat(pair.server.cachedByPeer()).isZero();
        assertThat(pair.client().cached()).isZero();
        assertThat(pair.wire.client().isConnected()).isTrue();
    }

    @Spec("PB-078")
    @Test
    void thePeerHasOnlySoMany() {
        BrokerOptions few = OPTIONS.withMaxReferences(2);
        Pair small = new Pair(new PBServerFactory(broker -> root, few), OPTIONS);
        List<Object> kept = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            root.held = new Master();
            kept.add(Objects.requireNonNull(small.got(small.root().callRemote("give"))));
        }
        root.held = new Master();
        for (int i = 0; i < 3; i++) {
            assertThat(small.lost(small.root().callRemote("give")).getErrorMessage())
                    .isEqualTo("Maximum PB cache count exceeded.");
        }
        root.held = kept;
        assertThat(small.lost(small.root().callRemote("give")).getErrorMessage())
                .contains("of another connection");
        root.held = new Master();
        assertThat(small.lost(small.root().callRemote("give")).getErrorMessage())
                .isEqualTo("Maximum PB cache count exceeded.  Goodbye.");
        assertThat(small.wire.client().isConnected()).isFalse();
        // And takes only so many.
        Pair greedy = new Pair(new PBServerFactory(broker -> root, OPTIONS), few);
        for (int i = 0; i < 3; i++) {
            root.held = new Master();
            kept.add(Objects.requireNonNull(greedy.got(greedy.root().callRemote("give"))));
        }
        root.held = new Master();
        assertThat(greedy.lost(greedy.root().callRemote("give")).getErrorMessage())
                .contains("at most 2");
    }

    @Spec({"PB-024", "PB-026", "PB-073"})
    @Test
    void isNotObservedIfItCouldNotBeSent() {
        root.held = Tuple.of(root.master, new byte[700_000]);
        assertThat(pair.lost(pair.root().callRemote("give")).getErrorMessage()).contains("700000");
        assertThat(root.master.stopped).containsExactly("nobody");
        assertThat(root.master.observers).isEmpty();
        assertThat(pair.server.cachedByPeer()).isZero();
        Cached<Slave> copy = given();
        assertThat(pair.lost(pair.root().callRemote("give")).getErrorMessage()).contains("700000");
        assertThat(pair.server.cachedByPeer()).isEqualTo(1);
        Master ours = new Master();
        assertThat(pair.lost(pair.root().callRemote("take", ours, new byte[700_000]))
                        .value())
                .isInstanceOf(BananaException.class);
        assertThat(ours.stopped).containsExactly("nobody");
        copy.release();
        pair.wire.flush();
        assertThat(pair.server.cachedByPeer()).isZero();
    }

    @Spec("PB-102")
    @Test
    void whatIsNotAllowedIsRefused() {
        BrokerOptions none =
                BrokerOptions.defaults().withSecurity(SecurityOptions.defaults().withoutTypes("lcache", "cached"));
        Pair strict = new Pair(new PBServerFactory(broker -> root, none), OPTIONS);
        Cached<Slave> copy = cached(strict.got(strict.root().callRemote("master")));
        assertThat(strict.lost(strict.root().callRemote("giveback", copy)).check("twisted.spread.jelly.InsecureJelly"))
                .isNotNull();
    }
}
