/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.bridge.testing.Wire;
import io.netwist.deferred.CopiedException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.remote.banana.BananaException;
import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.jelly.InsecureJellyException;
import io.netwist.protocols.remote.jelly.JellyException;
import io.netwist.protocols.remote.jelly.JellyType;
import io.netwist.protocols.remote.jelly.SecurityOptions;
import io.netwist.protocols.remote.jelly.Tuple;
import io.netwist.protocols.remote.pb.Roots.RemoteRoot;
import io.netwist.protocols.remote.pb.Roots.RemoteThing;
import io.netwist.protocols.remote.pb.Roots.Root;
import io.netwist.protocols.remote.pb.Roots.Thing;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String PREAMBLE = "02827062" + "028013870681";
    private static final TcpAddress PEER = new TcpAddress("127.0.0.1", 8787);

    private final Root root = new Root();
    private final Broker server = new PBServerFactory(root).buildProtocol(PEER);
    private final PBClientFactory clients = new PBClientFactory();

    private static String hex(StringTransport transport) {
        return HEX.formatHex(transport.bytes());
    }

    /** What is written for what comes. */
    private static String served(StringTransport transport, String hex) {
        transport.clear();
        transport.deliver(HEX.parseHex(hex));
        return hex(transport);
    }

    private StringTransport serving() {
        StringTransport transport = StringTransport.connect(server);
        assertThat(hex(transport)).isEqualTo("02800282706204826e6f6e65");
        assertThat(served(transport, PREAMBLE)).isEqualTo("028013870681");
        return transport;
    }

    private static void assertDropped(StringTransport transport) {
        assertThat(transport.isDisconnecting()).isTrue();
    }

    // ---- recorded sessions, as server

    @Spec({"BAN-029", "PB-001", "PB-003", "PB-012", "PB-014", "PB-016", "PB-017", "PB-043", "PB-049"})
    @ParameterizedTest
    @CsvSource({
        "VP-A05, 07801a8701810482726f6f7404826563686f018102800b8702800782756e69636f6465058268656c6c6f01800587,"
                + "03801b87018102800782756e69636f6465058268656c6c6f",
        "VP-A07, 07801a8702810482726f6f7404826563686f018102800b87058268656c6c6f01800587, 03801b870281058268656c6c6f",
        "VP-A09,"
                + " 07801a8703810482726f6f7402826b77018103800b87018102800782756e69636f6465038274776f02800587028002800782756e69636f646505827468726565844008000000000000,"
                + "03801b8703810380088703800887018102800782756e69636f6465038274776f02800587028002800782756e69636f646505827468726565844008000000000000",
        "VP-A11, 07801a8704810482726f6f74048274616b65018102800b870180018701800587, 03801b87048101800187",
        "VP-A19, 07801a8708810482726f6f7405826c61746572018101800b8701800587, 03801b8708816381",
        "VP-A23, 07801a870a810482726f6f7405827468696e67018101800b8701800587, 03801b870a81028010870181",
        "VR-01, 07801a8701810482726f6f7404826563686f018102800b87018101800587, 03801b8701810181",
        "VR-17, 07801a8701810482726f6f7404826563686f018102800887018101800587, 03801b8701810181",
        "VR-19, 07801a8701810482726f6f7402826b77018101800b870280058702800182610181,"
                + "03801b8701810280088702800782756e69636f6465018261",
        "VR-24, 07801a8701810482726f6f7404826563686f018102800b8702801187378101800587, 03801b87018101800187",
        "VR-27, 07801a8701810482726f6f7404826563686f018102800b870380088702800387018103800487018102800887058101800587,"
                + "03801b87018103800887038004870181028008870581028003870181",
        "VR-29,"
                + " 078007826d65737361676501810482726f6f7404826563686f0181028005827475706c65018101800a8264696374696f6e617279,"
                + "03801b8701810181",
        "VR-31, 07801a8701810482726f6f7404826563686f018102800b8701008101800587, 03801b8701810181",
        "VR-32, 07801a8701810482726f6f7404826563686f018102800b87008301800587, 03801b8701810081",
        "VR-33, 07801a8701810482726f6f7404826563686f018102800b8705843ff800000000000001800587,"
                + " 03801b870181843ff8000000000000",
        "VR-42, 07801a8703826162630482726f6f7404826563686f018102800b87018101800587, 03801b8703826162630181",
        "no answer, 07801a8701810482726f6f7404826563686f008102800b87018101800587, ''"
    })
    void answersAsTwistedDoes(String row, String request, String answer) {
        StringTransport transport = serving();
        if (row.equals("VR-19")) {
            // The list of arguments is empty, and the table's answer leaves it out.
            assertThat(served(transport, request))
                    .isEqualTo("03801b870181038008870180088702800587028002800782756e69636f64650182610181");
        } else {
            assertThat(served(transport, request)).as(row).isEqualTo(answer);
        }
        assertThat(transport.isDisconnecting()).isFalse();
    }

    @Spec({"BAN-008", "PB-001", "PB-006", "PB-007", "PB-043", "PB-044", "PB-045", "PB-046", "PB-047"})
    @Test
    void countsReferences() {
        StringTransport transport = StringTransport.connect(server);
        // VR-02.
        assertThat(served(
                        transport,
                        "0282706202801387068107801a8701810482726f6f7404826563686f018102800b8701810180058707801a87"
                                + "02810482726f6f7404826563686f018102800b87028101800587"))
                .isEqualTo("02801387068103801b870181018103801b8702810281");
        // VR-16: one object twice, two decrefs, then a call of it.
        assertThat(served(transport, "07801a8701810482726f6f74038274776f018101800b8701800587"))
                .isEqualTo("03801b87018103800887028010870181028010870181");
        assertThat(server.exported()).isEqualTo(2);
        assertThat(served(transport, "02801d870181" + "02801d870181")).isEmpty();
        assertThat(server.exported()).isEqualTo(1);
        assertThat(served(transport, "07801a8702810181018278018101800b8701800587"))
                .startsWith("03801c870281");
        assertThat(served(transport, "07801a870a810482726f6f7405827468696e67018101800b8701800587"))
                .isEqualTo("03801b870a81028010870281");
        // A call of it, and home again.
        assertThat(served(transport, "07801a870b810281048270696e67018101800b8701800587"))
                .isEqualTo("03801b870b8102800782756e69636f64650482706f6e67");
        served(transport, "07801a870c810482726f6f74048274616b65018102800b8702801187028101800587");
        assertThat(root.taken).containsExactly(root.thing);
        assertThat(served(transport, "028010826469644e6f74556e6465727374616e640382666f6f"))
                .isEmpty();
        assertThat(served(transport, "02800582626f6775730181")).isEmpty();
        assertThat(transport.isDisconnecting()).isFalse();
    }

    // VR-04, 07, 09, 11 to 14, 34, 36, 38 to 41.
    @Spec({"PB-002", "PB-004", "PB-008", "PB-009", "PB-050", "BAN-035"})
    @ParameterizedTest
    @ValueSource(
            strings = {
                "028013870581",
                "0581",
                "0080",
                "2087",
                "0188",
                "02801d876381",
                "02801d870482726f6f74",
                "03801b87018105",
                "01002882",
                "01002880",
                "07801a8701810482726f6f740182ff018101800b8701800587",
                "07801a8701810482726f6f740581018102800b87018101800587",
                "07801a8701810482726f6f740080018102800b87018101800587",
                "03801b8701810581"
            })
    void endsTheConnectionForWhatNoPeerSends(String hex) {
        StringTransport transport = serving();
        String cut = hex.equals("03801b87018105") ? "03801b8701810181" : hex;
        assertThat(served(transport, cut)).isEmpty();
        assertDropped(transport);
    }

    // VR-16, 18, 21, 26, 43, 45, 46; the text of an error is ours.
    @Spec({"PB-010", "PB-011", "PB-012", "PB-021", "PB-023", "JEL-035", "JEL-036", "PB-063"})
    @ParameterizedTest
    @CsvSource({
        "07801a8716810782" + "6e6f7468657265018278018101800b8701800587, twisted.spread.pb.Error",
        "07801a8705810482726f6f7406826e6f73756368018101800b8701800587, twisted.spread.flavors.NoSuchMethod",
        "07801a8705810482726f6f740682" + "68696464656e018101800b8701800587, twisted.spread.flavors.NoSuchMethod",
        "07801a8706810482726f6f740482626f6f6d018101800b8701800587, builtins.ValueError",
        "07801a8709810482726f6f7409826c617465726661696c018101800b8701800587, builtins.KeyError",
        "07801a8701810482726f6f7404826563686f01810180018101800587, JellyException",
        "07801a8701810482726f6f7404826563686f018102800b870280028709826f732e73797374656d01800587,"
                + " twisted.spread.jelly.InsecureJelly",
        "07801a8701810482726f6f7404826563686f018102800b8702800f87378101800587, builtins.KeyError",
        "07801a8701810180018104826563686f018102800b87018101800587, twisted.spread.pb.Error",
        "07801a8701810482726f6f7404826563686f018103800b870181028101800587, builtins.TypeError"
    })
    void failsTheCallOnly(String request, String type) {
        StringTransport transport = serving();
        assertThat(new String(HEX.parseHex(served(transport, request)), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("CopyableFailure")
                .contains(type)
                .contains("builtins.object");
        assertThat(transport.isDisconnecting()).isFalse();
        assertThat(served(transport, "07801a8701810482726f6f7404826563686f018102800b87018101800587"))
                .isEqualTo("03801b8701810181");
    }

    // VR-03.
    @Test
    void speaksWithoutVocabulary() {
        StringTransport transport = StringTransport.connect(server);
        assertThat(served(transport, "04826e6f6e65")).isEqualTo("0280078276657273696f6e0681");
        assertThat(
                        served(
                                transport,
                                "078007826d65737361676501810482726f6f7404826563686f0181028005827475706c6504824e6f6e6501800a8264696374696f6e617279"))
                .isEqualTo("03800682616e73776572018104824e6f6e65");
    }

    // ---- recorded sessions, as client

    private StringTransport calling() {
        Broker broker = clients.buildProtocol(PEER);
        StringTransport transport = StringTransport.connect(broker);
        assertThat(served(transport, "02800282706204826e6f6e65")).isEqualTo(PREAMBLE);
        assertThat(served(transport, "028013870681")).isEmpty();
        return transport;
    }

    @Spec({"PB-007", "PB-013", "PB-014", "PB-015", "PB-020"})
    @Test
    void callsAsTwistedDoes() {
        StringTransport wire = calling();
        RemoteReference there = successResultOf(clients.getRootObject());
        Deferred<?> echo = there.callRemote("echo", "hello");
        assertThat(hex(wire))
                .isEqualTo(
                        "07801a8701810482726f6f7404826563686f018102800b8702800782756e69636f6465058268656c6c6f01800587");
        served(wire, "03801b87018102800782756e69636f6465058268656c6c6f");
        assertThat(successResultOf(echo)).isEqualTo("hello");
        wire.clear();
        Deferred<?> kw = there.callRemote("kw", 1, "two", Keywords.of("three", 3.0));
        assertThat(hex(wire))
                .isEqualTo("07801a8702810482726f6f7402826b77018103800b87018102800782756e69636f6465038274776f"
                        + "02800587028002800782756e69636f646505827468726565844008000000000000");
        served(
                wire,
                "03801b8702810380088703800887018102800782756e69636f6465038274776f02800587028002800782756e69636f"
                        + "646505827468726565844008000000000000");
        assertThat(successResultOf(kw)).isEqualTo(List.of(List.of(1L, "two"), Map.of("three", 3.0)));
        wire.clear();
        assertThat(successResultOf(there.tell("echo", 1))).isNull();
        assertThat(hex(wire)).isEqualTo("07801a8703810482726f6f7404826563686f008102800b87018101800587");
        wire.clear();
        Deferred<?> callme = there.callRemote("callme", new Thing());
        assertThat(hex(wire)).isEqualTo("07801a8704810482726f6f74068263616c6c6d65018102800b8702801087018101800587");
        assertThat(served(wire, "07801a8701810181048270696e67018102800b87058101800587"))
                .isEqualTo("03801b87018102800782756e69636f64650482706f6e67");
        served(wire, "03801b87048102800782756e69636f64650482706f6e67" + "02801d870181");
        assertThat(successResultOf(callme)).isEqualTo("pong");
        assertThat(there.broker().exported()).isZero();
        // VC-12.
        assertThat(served(wire, "07801a8701810482726f6f740382666f6f018101800b8701800587"))
                .startsWith("03801c870181");
    }

    private Failure errorOf(String hex) {
        StringTransport wire = calling();
        Deferred<?> call = successResultOf(clients.getRootObject()).callRemote("x");
        served(wire, hex);
        assertThat(wire.isDisconnecting()).isFalse();
        return failureResultOf(call);
    }

    // VP-A16 shortened, VC-02, VC-06 to VC-08.
    @Spec({"PB-027", "PB-032", "PB-033", "PB-039", "PB-041", "PB-042"})
    @Test
    void failsWithTheErrorOfThePeer() {
        String tag = "03801c87018102802182747769737465642e7370726561642e70622e436f707961626c654661696c757265";
        Failure failure = errorOf(tag
                + "03800587028002800782756e69636f6465048274797065138262" + "75696c74696e732e56616c75654572726f72"
                + "028002800782756e69636f6465058276616c756502800782756e69636f64650382626164");
        assertThat(failure.check("builtins.ValueError")).isNotNull();
        assertThat(failure.value())
                .isInstanceOf(CopiedException.class)
                .hasMessage("bad")
                .hasToString("builtins.ValueError: bad");
        assertThat(errorOf("03801c87018104826f6f7073").getErrorMessage()).contains("oops");
        assertThat(errorOf("03801c87018102800782756e69636f646504826f6f7073").getErrorMessage())
                .contains("oops");
        assertThat(errorOf("03801b87018102800c826578616d706c652e4e6f706501800587")
                        .value())
                .isInstanceOf(InsecureJellyException.class)
                .hasMessageContaining("example.Nope");
    }

    // ---- both sides

    private RemoteReference rootOf(Wire wire) {
        wire.flush();
        return successResultOf(clients.getRootObject());
    }

    private Wire wired() {
        return Wire.connect(server, clients.buildProtocol(PEER));
    }

    private static <T extends @Nullable Object> T got(Wire wire, Deferred<T> deferred) {
        wire.flush();
        return successResultOf(deferred);
    }

    private static Failure lost(Wire wire, Deferred<?> deferred) {
        wire.flush();
        return failureResultOf(deferred);
    }

    @Spec({"PB-016", "PB-053"})
    @Test
    void callsThroughInterfaces() {
        Wire wire = wired();
        RemoteReference reference = rootOf(wire);
        RemoteRoot typed = reference.as(RemoteRoot.class);
        assertThat(got(wire, typed.echo("text"))).isEqualTo("text");
        assertThat(got(wire, typed.echoNumber(1L << 40))).isEqualTo(1L << 40);
        Deferred<String> pinged = typed.thing().addCallbackDeferring(thing -> thing.ping(1, 2));
        assertThat(got(wire, pinged)).isEqualTo("pong");
        typed.take(5);
        wire.flush();
        assertThat(root.taken).containsExactly(5L);
        Deferred<?> failed = typed.boom();
        assertThat(lost(wire, failed).check("builtins.ValueError")).isNotNull();
        assertThat(typed).isEqualTo(reference.as(RemoteRoot.class)).hasSameHashCodeAs(reference);
        assertThat(typed).isNotEqualTo(null).isNotEqualTo(reference);
        assertThat(RemoteReference.of(typed)).isSameAs(reference);
        RemoteThing thing = got(wire, typed.thing());
        typed.take(thing);
        wire.flush();
        assertThat(root.taken).containsExactly(5L, root.thing);
        assertThatThrownBy(() -> reference.as(Comparable.class)).isInstanceOf(IllegalArgumentException.class);
        assertThat(got(wire, reference.callRemote("typed", 7, "a", new byte[3], true)))
                .isEqualTo("7a3true");
        assertThat(lost(wire, reference.callRemote("typed", 7, ByteString.of("a"), new byte[3], true))
                        .check("builtins.TypeError"))
                .isNotNull();
        assertThat(lost(wire, reference.callRemote("typed", 1.5, "a", new byte[3], true))
                        .getErrorMessage())
                .isEqualTo("Root.typed() argument 1: Double (expected: long)");
    }

    @Spec({"PB-018", "PB-019"})
    @Test
    void answersInAnyOrderAndCallsBack() {
        Wire wire = wired();
        RemoteReference reference = rootOf(wire);
        Deferred<?> first = reference.callRemote("hold");
        Deferred<?> second = reference.callRemote("hold");
        Deferred<?> back = reference.callRemote("callme", new Thing());
        assertThat(got(wire, back)).isEqualTo("pong");
        root.held.get(1).callback("second");
        assertThat(got(wire, second)).isEqualTo("second");
        assertNoResult(first);
        root.held.get(0).callback("first");
        assertThat(got(wire, first)).isEqualTo("first");
    }

    @Spec({"PB-045", "PB-046", "PB-055", "PB-116"})
    @Test
    void releasesOnceForEachOccurrence() {
        Wire wire = wired();
        RemoteReference reference = rootOf(wire);
        List<?> two = (List<?>) Objects.requireNonNull(got(wire, reference.callRemote("two")));
        RemoteReference one = (RemoteReference) Objects.requireNonNull(two.get(0));
        RemoteReference other = (RemoteReference) Objects.requireNonNull(two.get(1));
        assertThat(one).isEqualTo(other).isNotSameAs(other).hasSameHashCodeAs(other);
        assertThat(server.exported()).isEqualTo(2);
        one.release();
        one.release();
        wire.flush();
        assertThat(server.exported()).isEqualTo(2);
        assertThat(lost(wire, one.callRemote("ping")).value()).isInstanceOf(DeadReferenceException.class);
        assertThat(lost(wire, reference.callRemote("take", one)).value()).isInstanceOf(DeadReferenceException.class);
        assertThat(got(wire, other.callRemote("ping"))).isEqualTo("pong");
        other.release();
        reference.release();
        wire.flush();
        assertThat(server.exported()).isEqualTo(1);
        assertThat(wire.client().isDisconnecting()).isFalse();
    }

    @Spec({"PB-024", "PB-025", "PB-026", "PB-048"})
    @Test
    void whatCannotBeSentFailsItsOwnCall() {
        Wire wire = wired();
        RemoteReference reference = rootOf(wire);
        Broker client = reference.broker();
        assertThat(lost(wire, reference.callRemote("take", Tuple.of(new Thing(), "\ud800")))
                        .value())
                .isInstanceOf(JellyException.class);
        assertThat(lost(wire, reference.callRemote("take", new Thing(), new byte[700_000]))
                        .value())
                .isInstanceOf(BananaException.class);
        assertThat(client.exported()).isZero();
        assertThat(lost(wire, reference.callRemote("unsendable")).getErrorMessage())
                .contains("half a character");
        assertThat(lost(wire, reference.callRemote("huge")).getErrorMessage()).contains("700000");
        PBClientFactory others = new PBClientFactory();
        Wire.connect(new PBServerFactory(root).buildProtocol(PEER), others.buildProtocol(PEER))
                .flush();
        RemoteReference foreign = successResultOf(others.getRootObject());
        assertThat(lost(wire, reference.callRemote("take", foreign)).getErrorMessage())
                .contains("another connection");
        assertThat(got(wire, reference.callRemote("echo", 1))).isEqualTo(1L);
    }

    @Spec({"PB-030", "PB-031", "PB-036", "PB-037"})
    @Test
    void sendsErrorsByName() {
        Broker telling = new PBServerFactory(
                        broker -> root, BrokerOptions.defaults().withUnsafeTracebacks(true))
                .buildProtocol(PEER);
        Wire wire = Wire.connect(telling, clients.buildProtocol(PEER));
        RemoteReference reference = rootOf(wire);
        Failure known = lost(wire, reference.callRemote("pberr"));
        assertThat(known.check("twisted.spread.pb.Error")).isNotNull();
        assertThat(known.ancestors())
                .startsWith(Roots.MyError.class.getName())
                .endsWith("builtins.Exception", "builtins.BaseException", "builtins.object");
        assertThat(known.value()).hasMessage("known").hasCauseInstanceOf(CopiedException.class);
        assertThat(lost(wire, reference.callRemote("laterfail")).ancestors())
                .contains("builtins.KeyError", "builtins.LookupError");
        // Sent on, it is still the same.
        Deferred<?> call = reference.callRemote("hold");
        wire.flush();
        root.held.get(0).errback(known);
        assertThat(lost(wire, call).ancestors()).isEqualTo(known.ancestors());
    }

    /** An exception that is an object of its own at both sides. */
    static final class Custom extends PBError {
        private static final long serialVersionUID = 1;
        static final JellyType<Custom> TYPE = JellyType.of(
                "example.Custom",
                Custom.class,
                error -> Map.of("text", String.valueOf(error.getMessage())),
                state -> new Custom(String.valueOf(((Map<?, ?>) Objects.requireNonNull(state)).get("text"))));

        Custom(String message) {
            super(message);
        }
    }

    @Spec({"PB-034", "PB-035", "PB-064", "PB-102"})
    @Test
    void sendsAnExceptionItselfIfItsClassIsAllowed() {
        BrokerOptions options =
                BrokerOptions.defaults().withSecurity(SecurityOptions.defaults().withClass(Custom.TYPE));
        PBClientFactory knowing = new PBClientFactory(options);
        Wire wire = Wire.connect(
                new PBServerFactory(broker -> root, options).buildProtocol(PEER), knowing.buildProtocol(PEER));
        wire.flush();
        Deferred<?> call = successResultOf(knowing.getRootObject()).callRemote("hold");
        wire.flush();
        root.held.get(0).errback(new Custom("own"));
        assertThat(lost(wire, call).value()).isInstanceOf(Custom.class).hasMessage("own");
    }

    @Spec({"PB-051", "PB-052"})
    @Test
    void limitsWhatThePeerHolds() {
        server.setNameForLocal("other", new Thing());
        Wire wire = wired();
        RemoteReference reference = rootOf(wire);
        List<Object> kept = new ArrayList<>();
        for (int i = 0; i < 1023; i++) {
            kept.add(Objects.requireNonNull(got(wire, reference.callRemote("fresh"))));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(lost(wire, reference.callRemote("fresh")).getErrorMessage())
                    .isEqualTo("Maximum PB reference count exceeded.");
        }
        assertThat(got(wire, reference.broker().remoteForName("other").callRemote("ping")))
                .isEqualTo("pong");
        assertThat(lost(wire, reference.callRemote("fresh")).getErrorMessage()).endsWith("Goodbye.");
        assertThat(wire.client().isConnected()).isFalse();
        assertThat(kept).hasSize(1023);
    }

    @Spec({"PB-080", "PB-081", "PB-082", "PB-084", "PB-085"})
    @Test
    void tellsOfTheEnd() {
        Wire wire = wired();
        RemoteReference reference = rootOf(wire);
        List<Object> told = new ArrayList<>();
        io.netwist.deferred.Effect<RemoteReference> removed = told::add;
        reference.notifyOnDisconnect(gone -> {
            told.add(gone);
            gone.dontNotifyOnDisconnect(removed);
            throw new IllegalStateException("for the log");
        });
        reference.notifyOnDisconnect(removed);
        reference.notifyOnDisconnect(gone -> told.add("last"));
        RemoteReference thing = (RemoteReference) Objects.requireNonNull(got(wire, reference.callRemote("thing")));
        Deferred<?> held = reference.callRemote("hold");
        wire.flush();
        clients.disconnect();
        assertThat(lost(wire, held).value())
                .isInstanceOf(PBConnectionLost.class)
                .hasCauseInstanceOf(ConnectionDone.class);
        assertThat(told).containsExactly(reference, "last");
        assertThat(lost(wire, reference.callRemote("echo", 1)).value()).isInstanceOf(DeadReferenceException.class);
        thing.release();
        root.held.get(0).callback("nobody waits");
        assertThat(server.exported()).isZero();
    }

    @Spec({"PB-029", "PB-104", "BAN-031", "BAN-033"})
    @Test
    void aConnectionThatNeverBeginsFailsWhoWaits() {
        Deferred<RemoteReference> waiting = clients.getRootObject();
        StringTransport wire = StringTransport.connect(clients.buildProtocol(PEER));
        wire.disconnect(new ConnectionDone());
        assertThat(failureResultOf(waiting).value()).isInstanceOf(ConnectionDone.class);
        Deferred<RemoteReference> again = clients.getRootObject();
        StringTransport wrong = StringTransport.connect(clients.buildProtocol(PEER));
        // VC-11.
        assertThat(served(wrong, "02827062")).isEmpty();
        assertDropped(wrong);
        wrong.disconnect(new ConnectionDone());
        assertThat(failureResultOf(again).value()).isInstanceOf(ConnectionDone.class);
    }
}
