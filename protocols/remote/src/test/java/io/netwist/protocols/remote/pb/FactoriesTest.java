/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.Login;
import io.netwist.protocols.cred.Portal;
import io.netwist.protocols.cred.Realm;
import io.netwist.protocols.cred.checkers.AnonymousChecker;
import io.netwist.protocols.remote.banana.BananaDecoder;
import io.netwist.protocols.remote.banana.BananaLimits;
import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.banana.Dialect;
import io.netwist.protocols.remote.jelly.SecurityOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How connections come about and end, and what no message may do to them. */
class FactoriesTest {
    static final class Counter implements Referenceable {
        private final int number;

        Counter(int number) {
            this.number = number;
        }

        @Remote
        int number() {
            return number;
        }
    }

    record Nobody() implements Perspective {
        @Remote
        String hello() {
            return "hello";
        }
    }

    private static Portal portal() {
        return new Portal(
                Realm.of(Perspective.class, (id, mind) -> new Login<>(new Nobody(), () -> {})), new AnonymousChecker());
    }

    @Spec("PB-101")
    @Test
    void aRootIsAnObjectOrMadeForEachConnectionOrAPortal() {
        PBServerFactory same = new PBServerFactory(new Counter(7));
        assertThat(numberOf(same)).isEqualTo(7L);
        assertThat(numberOf(same)).isEqualTo(7L);
        List<Broker> made = new ArrayList<>();
        PBServerFactory each = new PBServerFactory(
                broker -> {
                    made.add(broker);
                    return new Counter(made.size());
                },
                BrokerOptions.defaults());
        assertThat(numberOf(each)).isEqualTo(1L);
        assertThat(numberOf(each)).isEqualTo(2L);
        assertThat(made).doesNotHaveDuplicates().hasSize(2);
        Pair pair = new Pair(new PBServerFactory(portal()), BrokerOptions.defaults());
        RemoteReference avatar = pair.got(pair.clients.login(Credentials.anonymous()));
        assertThat(pair.got(avatar.callRemote("hello"))).isEqualTo("hello");
    }

    private static Object numberOf(PBServerFactory servers) {
        Pair pair = new Pair(servers, BrokerOptions.defaults());
        return Objects.requireNonNull(pair.got(pair.root().callRemote("number")));
    }

    @Spec("PB-054")
    @Test
    void objectsHaveNames() {
        Pair pair = Pair.of(new Counter(1));
        pair.server.setNameForLocal("two", new Counter(2));
        pair.client().setNameForLocal("three", new Counter(3));
        assertThat(pair.got(pair.client().remoteForName("two").callRemote("number")))
                .isEqualTo(2L);
        assertThat(pair.got(pair.server.remoteForName("three").callRemote("number")))
                .isEqualTo(3L);
        RemoteReference nothing = pair.client().remoteForName("four");
        assertThat(pair.lost(nothing.callRemote("number")).check("twisted.spread.pb.Error"))
                .isNotNull();
        pair.server.setNameForLocal("two", new Counter(22));
        assertThat(pair.got(pair.client().remoteForName("two").callRemote("number")))
                .isEqualTo(22L);
    }

    @Spec("PB-083")
    @Test
    void aConnectionTellsOfItsBeginningAndItsEnd() {
        Broker server = new PBServerFactory(new Counter(1)).buildProtocol(Pair.PEER);
        Deferred<Broker> early = server.whenReady();
        StringTransport wire = StringTransport.connect(server);
        assertNoResult(early);
        Pair.served(wire, Pair.PREAMBLE);
        assertThat(successResultOf(early)).isSameAs(server);
        assertThat(successResultOf(server.whenReady())).isSameAs(server);
        Deferred<?> lost = server.whenConnectionLost();
        assertNoResult(lost);
        wire.disconnect(new ConnectionDone());
        assertThat(successResultOf(lost)).isNotNull();
        Broker never = new PBServerFactory(new Counter(1)).buildProtocol(Pair.PEER);
        Deferred<Broker> failing = never.whenReady();
        StringTransport.connect(never).disconnect(new ConnectionDone());
        assertThat(failureResultOf(failing).value()).isInstanceOf(ConnectionDone.class);
        assertThat(failureResultOf(never.whenReady()).value()).isInstanceOf(ConnectionDone.class);
    }

    @Spec({"PB-005", "PB-006"})
    @Test
    void wordsThatAreNotUnderstoodAreLetPass() {
        StringTransport wire = Pair.serving(new PBServerFactory(new Counter(1)).buildProtocol(Pair.PEER));
        // Session F, where Twisted drops the connection.
        assertThat(Pair.served(wire, "02800582626f6775730181")).isEmpty();
        assertThat(Pair.served(wire, "028010826469644e6f74556e6465727374616e640382666f6f"))
                .isEmpty();
        assertThat(wire.isDisconnecting()).isFalse();
    }

    @Spec({"PB-040", "PB-036"})
    @Test
    void anErrorHasWhatEveryTwistedNeeds() {
        StringTransport wire = Pair.serving(new PBServerFactory(new Counter(1)).buildProtocol(Pair.PEER));
        String error = Pair.served(wire, "07801a8705810482726f6f7406826e6f73756368018101800b8701800587");
        BananaDecoder decoder = new BananaDecoder(BananaLimits.defaults());
        decoder.dialect(Dialect.PB);
        List<?> message =
                (List<?>) Objects.requireNonNull(decoder.next(Unpooled.wrappedBuffer(Pair.HEX.parseHex(error))));
        List<?> failure = (List<?>) Objects.requireNonNull(message.get(2));
        assertThat(failure.get(0)).isEqualTo(ByteString.of("twisted.spread.pb.CopyableFailure"));
        assertThat(failure.get(1).toString())
                .contains("[[unicode, type], twisted.spread.flavors.NoSuchMethod]")
                .contains("[[unicode, value], [unicode, No such method: remote_nosuch]]")
                .contains("[[unicode, traceback], [unicode, Traceback unavailable")
                .contains("[[unicode, parents], [list, [unicode, twisted.spread.flavors.NoSuchMethod]")
                .contains("[[unicode, frames], [list]]")
                .contains("[[unicode, stack], [list]]")
                .contains("[[unicode, tb], [None]]")
                .contains("[[unicode, count], ");
    }

    /** One byte of a message after the other is another, and whatever comes of it, nothing is thrown and nothing is stuck. */
    @Spec({"PB-117", "JEL-039"})
    @Test
    void damagedMessagesEndCallsOrConnectionsAndNothingElse() {
        Random random = new Random(42);
        String[] messages = {
            "07801a8701810482726f6f7404826563686f018103800b87038004870181028008870281028003870181018005870281",
            "0780198702810281048273657456018102800b87028101800587",
            "07801a8712810482726f6f740882676976656261636b018102800b8702801287028101800587",
            "03801b870f8103800e826578616d706c652e4d6173746572028102800587028002800782756e69636f64650182760181",
            "07801a8701810482726f6f740e826c6f67696e416e6f6e796d6f7573018102800b870180018701800587",
            "07801a870281020e81058265636f6d018102800b870380088702801087018102800f870281028005870280028007"
                    + "82756e69636f64650182610181",
            "02801e870281",
            "02801d870181",
            "02801f870281"
        };
        BrokerOptions options = BrokerOptions.defaults()
                .withSecurity(SecurityOptions.defaults())
                .withCache("example.Master", CacheableTest.Slave::new)
                .withCopyFactory("example.Pond", state -> state);
        int open = 0;
        for (int round = 0; round < 3000; round++) {
            Broker server = new PBServerFactory(portal(), options).buildProtocol(Pair.PEER);
            StringTransport wire = Pair.serving(server);
            byte[] message = Pair.HEX.parseHex(messages[round % messages.length]);
            for (int i = random.nextInt(3); i >= 0; i--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt(256);
            }
            wire.deliver(message);
            if (!wire.isDisconnecting()) {
                open++;
            }
            wire.disconnect(new ConnectionDone());
            assertThat(server.exported()).isZero();
            assertThat(server.cached()).isZero();
        }
        assertThat(open).isPositive();
    }
}
