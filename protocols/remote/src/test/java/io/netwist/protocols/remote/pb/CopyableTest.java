/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.jelly.InsecureJellyException;
import io.netwist.protocols.remote.jelly.Jelly;
import io.netwist.protocols.remote.jelly.JellyException;
import io.netwist.protocols.remote.jelly.SecurityOptions;
import io.netwist.protocols.remote.jelly.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CopyableTest {
    record Pond(int frogs, String name) implements Copyable {
        @Override
        public String getTypeToCopyFor(@Nullable Object perspective) {
            return "example.Pond";
        }
    }

    record PondCopy(long frogs, String name, @Nullable String depth) {}

    /** What its owner sees is more than what others do. */
    static final class Purse implements Copyable {
        @Override
        public String getTypeToCopyFor(@Nullable Object perspective) {
            return perspective == null ? "example.ClosedPurse" : "example.Purse";
        }

        @Override
        public Map<String, ?> getStateToCopyFor(@Nullable Object perspective) {
            return perspective == null ? Map.of() : Map.of("owner", perspective.toString(), "coins", 3);
        }
    }

    /** Both sides of a class, with anything as attributes. */
    static final class Thing implements Copyable, RemoteCopy {
        Map<String, @Nullable Object> state = new LinkedHashMap<>();

        @Override
        public String getTypeToCopyFor(@Nullable Object perspective) {
            return "__main__.Cp";
        }

        @Override
        public Map<String, @Nullable Object> getStateToCopyFor(@Nullable Object perspective) {
            return state;
        }

        @Override
        public void setCopyableState(Map<String, @Nullable Object> given) {
            if (given.containsKey("refused")) {
                throw new IllegalArgumentException("refused: it is");
            }
            state = given;
        }
    }

    static final class CopiedError extends PBError implements Copyable, RemoteCopy {
        private static final long serialVersionUID = 1;

        private long custom;

        CopiedError() {
            super("");
        }

        @Override
        public String getTypeToCopyFor(@Nullable Object perspective) {
            return "example.JErr";
        }

        @Override
        public Map<String, ?> getStateToCopyFor(@Nullable Object perspective) {
            return Map.of("custom", 7);
        }

        @Override
        public void setCopyableState(Map<String, @Nullable Object> state) {
            custom = (Long) Objects.requireNonNull(state.get("custom"));
        }
    }

    record Player() implements Perspective {
        @Remote
        Purse purse() {
            return new Purse();
        }

        @Override
        public String toString() {
            return "me";
        }
    }

    static final class Root implements Referenceable {
        @Nullable
        Object held;

        final List<Object> taken = new ArrayList<>();

        @Remote
        @Nullable
        Object give() {
            return held;
        }

        @Remote
        void take(Object positional, Keywords keywords) {
            taken.add(positional);
            taken.addAll(keywords.values().values());
        }

        @Remote
        void pond(PondCopy pond) {
            taken.add(pond);
        }

        @Remote
        Object fails() {
            throw new CopiedError();
        }

        @Remote
        Object enter() {
            return new AvatarReference(new Player());
        }
    }

    private static final BrokerOptions OPTIONS = BrokerOptions.defaults()
            .withCopy("example.Pond", PondCopy.class)
            .withCopy("__main__.Cp", Thing::new)
            .withCopy("example.JErr", CopiedError::new)
            .withCopyFactory("example.Purse", state -> "purse of " + state)
            .withCopyFactory("example.ClosedPurse", state -> "closed" + state);

    private final Root root = new Root();
    private final Pair pair = Pair.of(root, OPTIONS);

    private Object given(Object value) {
        root.held = value;
        return Objects.requireNonNull(pair.got(pair.root().callRemote("give")));
    }

    // VP-A35 and A36, VR-23.
    @Spec({"PB-060", "PB-062"})
    @Test
    void isSentByteForByte() {
        StringTransport wire = Pair.serving(new PBServerFactory(root).buildProtocol(Pair.PEER));
        root.held = new Pond(7, "p");
        assertThat(Pair.served(wire, "07801a870e810482726f6f740482676976" + "65018101800b8701800587"))
                .isEqualTo(
                        "03801b870e8102800c826578616d706c652e506f6e6403800587028002800782756e69636f6465058266726f6773"
                                + "0781028002800782756e69636f646504826e616d6502800782756e69636f6465018270");
        root.held = new Copyable() {
            @Override
            public String getTypeToCopyFor(@Nullable Object perspective) {
                return "example.Unregistered";
            }

            @Override
            public Map<String, ?> getStateToCopyFor(@Nullable Object perspective) {
                return Map.of();
            }
        };
        assertThat(Pair.served(wire, "07801a8701810482726f6f74048267697665018101800b8701800587"))
                .isEqualTo("03801b870181028014826578616d706c652e556e7265676973746572656401800587");
    }

    @Spec("PB-060")
    @Test
    void dependsOnWhoGetsIt() {
        assertThat(given(new Purse())).isEqualTo("closed{}");
        RemoteReference me = pair.reference(pair.root().callRemote("enter"));
        assertThat((String) pair.got(me.callRemote("purse")))
                .startsWith("purse of {")
                .contains("owner=me", "coins=3");
    }

    @Spec({"PB-061", "PB-062", "PB-064", "PB-065"})
    @Test
    void arrivesAsWhatIsRegisteredWhereverItIs() {
        assertThat(given(new Pond(7, "p"))).isEqualTo(new PondCopy(7, "p", null));
        pair.got(pair.root().callRemote("pond", new Pond(1, "q")));
        Thing thing = new Thing();
        thing.state.put("x", 1);
        pair.got(pair.root().callRemote("take", thing, Keywords.of("named", thing)));
        assertThat(root.taken.get(0)).isEqualTo(new PondCopy(1, "q", null));
        Thing copy = (Thing) root.taken.get(1);
        assertThat(copy.state).isEqualTo(Map.of("x", 1L));
        // Arguments by name are a message of their own.
        assertThat(((Thing) root.taken.get(2)).state).isEqualTo(copy.state).isNotSameAs(copy.state);
        List<?> twice = (List<?>) given(List.of(thing, thing));
        assertThat(twice.get(0)).isSameAs(twice.get(1)).isInstanceOf(Thing.class);
    }

    // VJ-51 to VJ-54.
    @Spec({"PB-065", "PB-066", "PB-067"})
    @Test
    void mayContainItselfInEveryPosition() {
        Thing thing = new Thing();
        thing.state.put("me", thing);
        thing.state.put("list", List.of(thing, Map.of("me", thing)));
        thing.state.put("tuple", Tuple.of(thing, 1));
        Thing copy = (Thing) given(thing);
        assertThat(copy.state.get("me")).isSameAs(copy);
        List<?> list = (List<?>) Objects.requireNonNull(copy.state.get("list"));
        assertThat(list.get(0)).isSameAs(copy);
        assertThat(((Map<?, ?>) Objects.requireNonNull(list.get(1))).get("me")).isSameAs(copy);
        assertThat(((Tuple) Objects.requireNonNull(copy.state.get("tuple"))).get(0))
                .isSameAs(copy);
        Thing simple = new Thing();
        simple.state.put("x", 1);
        simple.state.put("y", "z");
        Jelly jelly = new Jelly(OPTIONS.security());
        assertThat(jelly.jelly(simple).toString()).startsWith("[__main__.Cp, [dictionary, [[unicode, x], 1]");
        assertThat(jelly.jelly(List.of(simple, simple)).toString())
                .contains("[reference, 1, [__main__.Cp", "[dereference, 1]");
        // An attribute by a bare name, and no attributes at all.
        Object bare = jelly.unjelly(List.of(
                ByteString.of("__main__.Cp"), List.of(ByteString.of("dictionary"), List.of(ByteString.of("x"), 5L))));
        assertThat(((Thing) Objects.requireNonNull(bare)).state).isEqualTo(Map.of("x", 5L));
        Object none = jelly.unjelly(List.of(ByteString.of("__main__.Cp"), List.of(ByteString.of("None"))));
        assertThat(((Thing) Objects.requireNonNull(none)).state).isEmpty();
        assertThatThrownBy(() -> jelly.unjelly(List.of(ByteString.of("__main__.Cp"), 1L)))
                .isInstanceOf(JellyException.class)
                .hasMessage("__main__.Cp: a state that is no dictionary (expected: one)");
        assertThatThrownBy(() -> jelly.unjelly(List.of(ByteString.of("__main__.Cp"))))
                .isInstanceOf(JellyException.class);
    }

    @Spec({"PB-063", "PB-027"})
    @Test
    void whatIsNotRegisteredFailsItsOwnCall() {
        Pair strict = Pair.of(root);
        root.held = new Pond(1, "p");
        assertThat(strict.lost(strict.root().callRemote("give")).value())
                .isInstanceOf(InsecureJellyException.class)
                .hasMessageContaining("example.Pond");
        Failure refused = strict.lost(strict.root().callRemote("take", new Pond(1, "p")));
        assertThat(refused.check("twisted.spread.jelly.InsecureJelly")).isNotNull();
        assertThat(strict.got(strict.root().callRemote("take", 1))).isNull();
        // One that is registered and will not do.
        Thing bad = new Thing();
        bad.state.put("refused", true);
        root.held = bad;
        assertThat(pair.lost(pair.root().callRemote("give")).getErrorMessage())
                .isEqualTo("__main__.Cp: no state that it can be made of: refused: it is");
        root.held = Set.of(1);
        Map<String, Object> half = Map.of("frogs", 1L);
        BrokerOptions options = BrokerOptions.defaults().withCopy("example.Half", PondCopy.class);
        assertThatThrownBy(() -> new Jelly(options.security())
                        .unjelly(List.of(
                                ByteString.of("example.Half"), new Jelly(SecurityOptions.defaults()).jelly(half))))
                .hasMessageContaining("name: missing or None (expected: a String; @Nullable makes it optional)");
    }

    // VR-22.
    @Spec({"PB-034", "PB-035"})
    @Test
    void anErrorMayBeCopied() {
        Failure failure = pair.lost(pair.root().callRemote("fails"));
        assertThat(failure.value())
                .isInstanceOfSatisfying(
                        CopiedError.class, e -> assertThat(e.custom).isEqualTo(7));
        Pair strict = Pair.of(root);
        assertThat(strict.lost(strict.root().callRemote("fails")).value()).isInstanceOf(InsecureJellyException.class);
    }

    /** An error that is sent as itself, and cannot. */
    static final class Stateless extends PBError implements Copyable {
        private static final long serialVersionUID = 1;

        Stateless() {
            super("stateless");
        }
    }

    static final class Failing implements Referenceable {
        @Remote
        Deferred<Object> fails() {
            return Deferred.fail(new Stateless());
        }
    }

    @Spec("PB-026")
    @Test
    void anErrorThatCannotBeSentIsToldOf() {
        Pair failing = Pair.of(new Failing());
        assertThat(failing.lost(failing.root().callRemote("fails")).getErrorMessage())
                .startsWith("an error that cannot be sent: ")
                .contains("has no getStateToCopyFor");
        assertThat(failing.wire.client().isConnected()).isTrue();
    }

    @Spec("PB-060")
    @Test
    void saysWhatItLacks() {
        root.held = new Copyable() {};
        assertThat(pair.lost(pair.root().callRemote("give")).getErrorMessage())
                .contains("has no getStateToCopyFor (expected: one, or a record)");
    }
}
