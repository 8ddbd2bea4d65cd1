/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.jelly.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ViewableTest {
    /** What everybody sees in a way of their own. */
    static final class Room implements Viewable {
        @Remote
        Object who(@Nullable Player caller, Object[] ignored) {
            return caller == null ? "nobody" : "hello " + caller.name;
        }

        @Remote
        Object named(@Nullable Player caller, Keywords keywords) {
            return Tuple.of(
                    ByteString.of(caller == null ? "" : caller.name),
                    List.copyOf(keywords.values().keySet()));
        }

        @Remote
        Room itself(Player caller) {
            return this;
        }
    }

    static final class Player implements Perspective {
        final String name;
        final Room room;
        final List<Object> told = new ArrayList<>();
        Deferred<Object> later = new Deferred<>();

        Player(String name, Room room) {
            this.name = name;
            this.room = room;
        }

        @Remote
        Object view() {
            return room;
        }

        @Remote
        Deferred<Object> soon() {
            return later;
        }

        @Remote
        List<Room> twice() {
            return List.of(room, room);
        }

        @Remote
        void take(Object value) {
            told.add(value);
        }

        @Remote
        Deferred<Object> show(RemoteReference whom) {
            return whom.callRemote("see", room).addCallback(answer -> String.valueOf(answer));
        }
    }

    static final class Root implements Referenceable {
        final Room room = new Room();
        final Player user = new Player("user", room);
        final Player other = new Player("other", room);

        @Remote
        AvatarReference enter(boolean other) {
            return new AvatarReference(other ? this.other : user);
        }

        @Remote
        Object view() {
            return room;
        }
    }

    /** Looks at what it is shown. */
    static final class Watcher implements Referenceable {
        @Remote
        Deferred<Object> see(RemoteReference room) {
            return room.callRemote("who").addCallback(String::valueOf);
        }
    }

    private final Root root = new Root();
    private final Pair pair = Pair.of(root);

    private RemoteReference entered(boolean other) {
        return pair.reference(pair.root().callRemote("enter", other));
    }

    // VP-A48, VP-B12 to VP-B15, VE-01 to VE-03, with the numbers of those runs.
    @Spec({"PB-056", "PB-057", "PB-058"})
    @Test
    void isSeenByItsCallerByteForByte() {
        StringTransport wire = Pair.serving(new PBServerFactory(root).buildProtocol(Pair.PEER));
        assertThat(Pair.served(wire, "07801a8713810482726f6f74048276696577018101800b8701800587"))
                .isEqualTo("03801b871381028010870181");
        Pair.served(
                wire, "07801a8701810482726f6f740582656e746572018102800b8702800782626f6f6c65616e058266616c736501800587");
        assertThat(Pair.served(wire, "07801a8704810281048276696577018101800b8701800587"))
                .isEqualTo("03801b870481028010870381");
        assertThat(Pair.served(wire, "07801a8705810381038277686f018101800b8701800587"))
                .isEqualTo("03801b87058102800782756e69636f64650a8268656c6c6f2075736572");
        assertThat(Pair.served(wire, "07801a87048102810582747769636501" + "8101800b8701800587"))
                .isEqualTo("03801b87048103800887028010870381028010870381");
        assertThat(Pair.served(
                        wire, "07801a870581038105826e616d6564018101800b8702800587028002800782756e69636f646501826b0181"))
                .isEqualTo("03801b87058103800b870482757365720280088702800782756e69636f646501826b");
    }

    @Spec({"PB-056", "PB-057", "PB-058", "PB-022"})
    @Test
    void isAnotherReferenceForAnotherCaller() {
        RemoteReference user = entered(false);
        RemoteReference other = entered(true);
        RemoteReference view = pair.reference(user.callRemote("view"));
        assertThat(pair.got(view.callRemote("who", 1, 2))).isEqualTo("hello user");
        RemoteReference others = pair.reference(other.callRemote("view"));
        assertThat(others).isNotEqualTo(view);
        assertThat(pair.got(others.callRemote("who"))).isEqualTo("hello other");
        assertThat(pair.reference(user.callRemote("view"))).isEqualTo(view);
        RemoteReference nobodys = pair.reference(pair.root().callRemote("view"));
        assertThat(pair.got(nobodys.callRemote("who"))).isEqualTo("nobody");
        assertThat(pair.lost(view.callRemote("nosuch")).check("builtins.AttributeError"))
                .isNotNull();
        assertThat(pair.lost(user.callRemote("nosuch")).getErrorMessage())
                .isEqualTo("No such method: perspective_nosuch");
        assertThat(pair.lost(view.callRemote("itself", 1)).check("builtins.TypeError"))
                .isNotNull();
        assertThat(pair.lost(nobodys.callRemote("nosuch")).getErrorMessage()).isEqualTo("No such method: view_nosuch");
    }

    @Spec("PB-059")
    @Test
    void whatAViewOrAnAvatarGivesIsForTheSameCaller() {
        RemoteReference user = entered(false);
        RemoteReference view = pair.reference(user.callRemote("view"));
        assertThat(pair.reference(view.callRemote("itself"))).isEqualTo(view);
        Deferred<?> soon = user.callRemote("soon");
        pair.wire.flush();
        root.user.later.callback(Arrays.asList(root.room));
        List<?> seen = (List<?>) pair.got(soon);
        assertThat(seen).hasSize(1).first().isEqualTo(view);
        root.other.later = Deferred.succeed(root.room);
        RemoteReference other = entered(true);
        assertThat(pair.got(pair.reference(other.callRemote("soon")).callRemote("who")))
                .isEqualTo("hello other");
        // Sent as an argument to a reference that came from a perspective, too.
        assertThat(pair.got(other.callRemote("show", new Watcher()))).isEqualTo("hello other");
    }

    @Spec({"PB-056", "PB-057"})
    @Test
    void comesHomeAsAViewAndIsReleasedAsOne() {
        RemoteReference user = entered(false);
        RemoteReference view = pair.reference(user.callRemote("view"));
        RemoteReference nobodys = pair.reference(pair.root().callRemote("view"));
        assertThat(pair.server.exported()).isEqualTo(4);
        pair.got(user.callRemote("take", view));
        assertThat(root.user.told).singleElement().isInstanceOfSatisfying(ViewPoint.class, home -> {
            assertThat(home.object()).isSameAs(root.room);
            assertThat(home.perspective()).isSameAs(root.user);
            assertThat(home).isEqualTo(new ViewPoint(root.user, root.room));
            assertThat(home).isNotEqualTo(new ViewPoint(null, root.room));
        });
        view.release();
        nobodys.release();
        pair.wire.flush();
        assertThat(pair.server.exported()).isEqualTo(2);
        // A new number, as for everything else.
        assertThat(pair.reference(user.callRemote("view"))).isNotEqualTo(view);
    }

    /** One that answers every call itself. */
    record Oracle() implements Perspective {
        @Override
        public Object perspectiveMessageReceived(String method, Tuple arguments, Keywords keywords) {
            return Tuple.of(method, arguments, keywords.values());
        }
    }

    static final class Temple implements Referenceable {
        @Remote
        Object oracle() {
            return new AvatarReference(new Oracle());
        }
    }

    @Spec("PB-092")
    @Test
    void aPerspectiveMayAnswerInAWayOfItsOwn() {
        Pair asking = Pair.of(new Temple());
        RemoteReference oracle = asking.reference(asking.root().callRemote("oracle"));
        assertThat(asking.got(oracle.callRemote("any", 1, Keywords.of("k", 2))))
                .isEqualTo(Tuple.of("any", Tuple.of(1L), Map.of("k", 2L)));
    }
}
