/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.testing.Chunkings;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.bridge.testing.Wire;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.remote.amp.Commands.Badret;
import io.netwist.protocols.remote.amp.Commands.Boom;
import io.netwist.protocols.remote.amp.Commands.Bye;
import io.netwist.protocols.remote.amp.Commands.Divide;
import io.netwist.protocols.remote.amp.Commands.Fatal;
import io.netwist.protocols.remote.amp.Commands.Missing;
import io.netwist.protocols.remote.amp.Commands.Note;
import io.netwist.protocols.remote.amp.Commands.Row;
import io.netwist.protocols.remote.amp.Commands.Sum;
import io.netwist.protocols.remote.amp.Commands.Switch;
import io.netwist.protocols.remote.amp.Commands.Types;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AmpTest {
    private static final HexFormat HEX = HexFormat.of();

    private final Amp server = new Amp(Commands.responders());
    private final Amp client = new Amp();

    private static String hex(StringTransport transport) {
        return HEX.formatHex(transport.bytes());
    }

    /** What the server writes for what is written to it. */
    private static String served(StringTransport transport, String hex) {
        transport.clear();
        transport.deliver(HEX.parseHex(hex));
        return hex(transport);
    }

    // ---- captured sessions

    @Spec({"AMP-001", "AMP-010", "AMP-028", "AMP-034", "AMP-072"})
    @Test
    void asksByteForByteAsTwistedDoes() {
        StringTransport wire = StringTransport.connect(client);
        Deferred<Sum.Result> sum = client.callRemote(new Sum(13, 81));
        assertThat(hex(wire))
                .isEqualTo("00045f61736b00013100085f636f6d6d616e64000353756d00016100023133000162000238310000");
        wire.deliver(HEX.parseHex("00075f616e737765720001310005746f74616c000239340000"));
        assertThat(successResultOf(sum).total()).isEqualTo(94);

        wire.clear();
        Deferred<Divide.Result> divided = client.callRemote(new Divide(1, 4));
        assertThat(hex(wire))
                .isEqualTo("00045f61736b00013200085f636f6d6d616e640006446976696465000b64656e6f6d696e61746f7200013400"
                        + "096e756d657261746f720001310000");
        wire.deliver(HEX.parseHex("00075f616e737765720001320006726573756c740004302e32350000"));
        assertThat(successResultOf(divided).result()).isEqualTo(0.25);

        Deferred<Divide.Result> failed = client.callRemote(new Divide(1, 0));
        List<Throwable> errors = new ArrayList<>();
        failed.handleFailure(failure -> errors.add(failure.value()));
        wire.deliver(HEX.parseHex("00065f6572726f72000133000b5f6572726f725f636f6465000d5a45524f5f4449564953494f4e0012"
                + "5f6572726f725f6465736372697074696f6e00106469766973696f6e206279207a65726f0000"));
        assertThat(errors).singleElement().isInstanceOf(ArithmeticException.class);
        assertThat(errors.get(0)).hasMessage("division by zero");

        wire.clear();
        assertThat(successResultOf(client.callRemote(new Note("hi")))).isNull();
        assertThat(hex(wire)).isEqualTo("00085f636f6d6d616e6400044e6f7465000474657874000268690000");
        // The call without an answer has used up a number.
        wire.clear();
        Deferred<?> raw = client.callRemoteString("raw", new Box().put("x", "1"));
        assertThat(hex(wire)).isEqualTo("00045f61736b00013500085f636f6d6d616e6400037261770001780001310000");
        raw.handleFailure(failure -> {});
        assertThat(wire.isDisconnecting()).isFalse();
    }

    @Spec({"AMP-001", "AMP-002", "AMP-003", "AMP-013", "AMP-015", "AMP-016", "AMP-026", "AMP-028", "AMP-072"})
    @ParameterizedTest
    @CsvSource({
        "VA-01, 00045f61736b00013100085f636f6d6d616e64000353756d00016100023133000162000238310000,"
                + " 00075f616e737765720001310005746f74616c000239340000",
        "VA-05, 00045f61736b00013300085f636f6d6d616e640006446976696465000b64656e6f6d696e61746f7200013000096e756d657261746f720001310000,"
                + " 00065f6572726f72000133000b5f6572726f725f636f6465000d5a45524f5f4449564953494f4e00125f6572726f725f6465736372697074696f6e00106469766973696f6e206279207a65726f0000",
        "VA-07, 00045f61736b00013400085f636f6d6d616e64000f4d697373696e672d436f6d6d616e640000,"
                + " 00065f6572726f72000134000b5f6572726f725f636f64650009554e48414e444c454400125f6572726f725f6465736372697074696f6e0025556e68616e646c656420436f6d6d616e643a2062274d697373696e672d436f6d6d616e64270000",
        "VA-10, 00045f61736b00013600085f636f6d6d616e6400037261770001780001310000,"
                + " 00075f616e737765720001360004706f6e670001310000",
        "VX-01, 00016200013200016100013100085f636f6d6d616e64000353756d00045f61736b000232330000,"
                + " 00075f616e73776572000232330005746f74616c0001330000",
        "VX-03, 00045f61736b00013100085f636f6d6d616e64000353756d00016100013100016200013200037a7a7a00013f0000,"
                + " 00075f616e737765720001310005746f74616c0001330000",
        "VX-04, 00045f61736b00013100085f636f6d6d616e64000353756d000161000131000162000132000000045f61736b00013200085f636f6d6d616e64000353756d0001610001330001620001340000,"
                + " 00075f616e737765720001310005746f74616c000133000000075f616e737765720001320005746f74616c0001370000",
        "VX-16, 00045f61736b00013100085f636f6d6d616e64000353756d0001610004202b37200001620003315f300000,"
                + " 00075f616e737765720001310005746f74616c000231370000",
        "VX-17, 00045f61736b00013100085f636f6d6d616e6400037241770000, 00075f616e737765720001310004706f6e670001310000",
        "VX-18, 00045f61736b00013100085f636f6d6d616e64000373756d0001610001310001620001320000,"
                + " 00065f6572726f72000131000b5f6572726f725f636f64650009554e48414e444c454400125f6572726f725f6465736372697074696f6e0019556e68616e646c656420436f6d6d616e643a206227"
                + "73756d270000",
    })
    void answersByteForByteAsTwistedDoes(String vector, String asked, String answered) {
        StringTransport wire = StringTransport.connect(server);
        assertThat(served(wire, asked)).as(vector).isEqualTo(answered);
        assertThat(wire.isDisconnecting()).as(vector).isFalse();
    }

    @Spec({
        "AMP-006", "AMP-007", "AMP-011", "AMP-012", "AMP-014", "AMP-027", "AMP-029", "AMP-030", "AMP-033", "AMP-035",
        "AMP-058"
    })
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "VA-20, 00045f61736b00016200085f636f6d6d616e640005466174616c0000,"
                        + " 00065f6572726f72000162000b5f6572726f725f636f64650005464154414c00125f6572726f725f6465736372697074696f6e0007627965206e6f770000",
                "VA-22, 00045f61736b00013100085f636f6d6d616e640004426f6f6d0000,"
                        + " 00065f6572726f72000131000b5f6572726f725f636f64650007554e4b4e4f574e00125f6572726f725f6465736372697074696f6e000d556e6b6e6f776e204572726f720000",
                "VA-24, 00045f61736b00013100085f636f6d6d616e6400034279650000,"
                        + " 00075f616e737765720001310007676f6f64627965000865766572796f6e650000",
                "VA-26, 00045f61736b00013100085f636f6d6d616e6400064261647265740000,"
                        + " 00065f6572726f72000131000b5f6572726f725f636f64650007554e4b4e4f574e00125f6572726f725f6465736372697074696f6e000d556e6b6e6f776e204572726f720000",
                "VX-06, 00045f61736b00013100085f636f6d6d616e64000353756d0001610001780001620001320000,"
                        + " 00065f6572726f72000131000b5f6572726f725f636f64650007554e4b4e4f574e00125f6572726f725f6465736372697074696f6e000d556e6b6e6f776e204572726f720000",
                "VX-07, 0000, -",
                "VX-08, 0003666f6f00036261720000, -",
                "VX-09, 00075f616e73776572000237370000, -",
                "VX-11, 0100, -",
                "VX-12, 474554202f20485454502f312e300d0a0d0a, -",
                "VX-13, 00085f636f6d6d616e6400044e6f70650000, -",
                "VX-14, 00085f636f6d6d616e640004426f6f6d0000, -",
                "VX-19, 00075f616e7377657200013100085f636f6d6d616e64000353756d00045f61736b0001310001610001310001620001320000, -",
            })
    void endsTheConnectionWhereTwistedDoes(String vector, String asked, @Nullable String answered) {
        StringTransport wire = StringTransport.connect(server);
        assertThat(served(wire, asked)).as(vector).isEqualTo(answered == null ? "" : answered);
        assertThat(wire.isDisconnecting()).as(vector).isTrue();
    }

    @Spec({"AMP-002"})
    @ParameterizedTest
    @EnumSource(Chunkings.class)
    void takesBoxesHoweverTheyAreCut(Chunkings chunking) {
        StringTransport wire = StringTransport.connect(server);
        chunking.deliver(
                wire,
                HEX.parseHex("00045f61736b00013100085f636f6d6d616e64000353756d0001610001310001620001320000".repeat(5)));
        assertThat(hex(wire)).isEqualTo("00075f616e737765720001310005746f74616c0001330000".repeat(5));
    }

    @Spec({"AMP-025", "AMP-053", "AMP-057", "AMP-072"})
    @Test
    void sendsEveryTypeAsTwistedDoes() {
        StringTransport wire = StringTransport.connect(client);
        for (int i = 0; i < 6; i++) {
            client.callRemote(new Note(""));
        }
        wire.clear();
        Types all = new Types(
                BigInteger.valueOf(-5),
                ByteBuffer.wrap(new byte[] {0, (byte) 0xff}),
                2.5,
                true,
                "\u2603",
                Path.of("/tmp/x"),
                List.of(1, 20, 500),
                List.of(new Row(7, "hello"), new Row(9, "bye")),
                new Decimal("3.141E+5"),
                OffsetDateTime.of(2012, 1, 23, 12, 34, 56, 54_321_000, ZoneOffset.ofHoursMinutes(-1, -23)),
                "dash",
                "kw",
                null);
        client.callRemote(all).handleFailure(failure -> {});
        String vector =
                "00045f61736b00013700085f636f6d6d616e64000554797065730002616c0022000178000137000179000568656c6c6f"
                        + "0000000178000139000179000362796500000001620004547275650001640008332e313431452b350008646173682d617267"
                        + "000464617368000264740020323031322d30312d32335431323a33343a35362e3035343332312d30313a32330002666c0003322e"
                        + "3500016900022d3500026c69000c00013100023230000335303000017000062f746d702f7800057072696e7400026b7700017300"
                        + "0200ff0001750003e298830000";
        assertThat(hex(wire)).isEqualTo(vector);

        List<Types> received = new ArrayList<>();
        Amp other = new Amp().responder(Types.class, types -> {
            received.add(types);
            return new Types.Result(true);
        });
        StringTransport there = StringTransport.connect(other);
        there.deliver(HEX.parseHex(vector));
        assertThat(hex(there)).isEqualTo("00075f616e7377657200013700026f6b0004547275650000");
        assertThat(received).singleElement().isEqualTo(all);
    }

    // ---- what may not be sent

    @Spec({"AMP-004", "AMP-005", "AMP-055"})
    @Test
    void whatIsTooLongIsRefusedBeforeAnythingIsSent() {
        StringTransport wire = StringTransport.connect(client);
        assertThatThrownBy(() -> client.callRemote(new Note("x".repeat(65_536))))
                .isInstanceOfSatisfying(TooLongException.class, e -> {
                    assertThat(e.isKey()).isFalse();
                    assertThat(e.isLocal()).isTrue();
                })
                .hasMessageContaining("value of text: 65536");
        assertThatThrownBy(() -> new Box().put("k".repeat(256), "v"))
                .isInstanceOfSatisfying(
                        TooLongException.class, e -> assertThat(e.isKey()).isTrue());
        assertThat(wire.bytes()).isEmpty();
        client.callRemoteString("raw", new Box().put("k".repeat(255), new byte[65_535]))
                .handleFailure(failure -> {});
        assertThat(wire.bytes()).hasSize(2 + 4 + 4 + 1 + 4 + 8 + 3 + 4 + 255 + 65_535);
    }

    @Spec({"AMP-023", "AMP-054", "AMP-008"})
    @Test
    void aMissingArgumentIsRefusedBeforeAnythingIsSent() {
        StringTransport wire = StringTransport.connect(client);
        assertThatThrownBy(() -> client.callRemote(new Switch(nothing())))
                .isInstanceOf(InvalidSignatureException.class)
                .hasMessageContaining("name of ");
        assertThat(wire.bytes()).isEmpty();
    }

    @SuppressWarnings("NullAway")
    private static String nothing() {
        return null;
    }

    @Spec({"AMP-006"})
    @Test
    void aBoxBeyondTheLimitEndsTheConnectionWithBoundedMemory() {
        List<Throwable> reasons = new ArrayList<>();
        Amp amp = new Amp() {
            @Override
            protected void stopReceivingBoxes(Failure reason) {
                reasons.add(reason.value());
            }
        };
        StringTransport wire = StringTransport.connect(amp);
        byte[] pair = new byte[4 + 1 + 65_535];
        pair[1] = 1;
        pair[2] = 'k';
        pair[3] = (byte) 0xff;
        pair[4] = (byte) 0xff;
        for (int i = 0; i < 100 && !wire.isDisconnecting(); i++) {
            wire.deliver(pair);
        }
        assertThat(wire.isDisconnecting()).isTrue();
        wire.disconnect(new ConnectionDone());
        assertThat(reasons).singleElement().isInstanceOf(BoxTooLongException.class);
    }

    // ---- errors and ends

    @Spec({"AMP-031", "AMP-043"})
    @Test
    void anErrorThatTheCommandDoesNotDeclareIsUnknown() {
        StringTransport wire = StringTransport.connect(client);
        List<Throwable> errors = new ArrayList<>();
        client.callRemote(new Sum(1, 2)).handleFailure(failure -> errors.add(failure.value()));
        client.callRemoteString("raw", new Box()).handleFailure(failure -> errors.add(failure.value()));
        for (String tag : List.of("1", "2")) {
            Box error = new Box().put("_error", tag).put("_error_code", "ODD\n").put("_error_description", "why");
            wire.deliver(bytes(error));
        }
        assertThat(errors.get(0)).isInstanceOf(UnknownRemoteException.class).hasMessage("Code<ODD\\x0a>: why");
        assertThat(errors.get(1)).isExactlyInstanceOf(RemoteAmpException.class);
        assertThat(wire.isDisconnecting()).isFalse();
    }

    private static byte[] bytes(Box box) {
        ByteBuf bytes = Unpooled.buffer();
        box.writeTo(bytes);
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.readBytes(copy);
        return copy;
    }

    @Spec({"AMP-040", "AMP-041"})
    @Test
    void whatNobodyHandlesEndsTheConnection() {
        StringTransport wire = StringTransport.connect(client);
        client.callRemote(new Sum(1, 2)).onSuccess(sum -> {
            throw new IllegalStateException("in the caller's own callback");
        });
        wire.deliver(bytes(new Box().put("_answer", "1").put("total", "3")));
        assertThat(wire.isDisconnecting()).isTrue();
    }

    @Spec({"AMP-040"})
    @Test
    void anAnswerThatCannotBeReadFailsItsCallAlone() {
        StringTransport wire = StringTransport.connect(client);
        List<Throwable> errors = new ArrayList<>();
        client.callRemote(new Sum(1, 2)).handleFailure(failure -> errors.add(failure.value()));
        wire.deliver(bytes(new Box().put("_answer", "1").put("total", "three")));
        assertThat(errors).singleElement().isInstanceOf(IllegalArgumentException.class);
        assertThat(errors.get(0)).hasMessageContaining("integer: three");
        assertThat(wire.isDisconnecting()).isFalse();
    }

    @Spec({"AMP-020", "AMP-021", "AMP-036", "AMP-037", "AMP-038", "AMP-039"})
    @Test
    void theEndOfTheConnectionFailsAllCalls() {
        List<Object> events = new ArrayList<>();
        Amp amp = new Amp() {
            @Override
            protected void startReceivingBoxes() {
                callRemote(new Note("early"));
            }

            @Override
            protected void stopReceivingBoxes(Failure reason) {
                events.add(reason.value());
            }
        };
        StringTransport wire = StringTransport.connect(amp);
        assertThat(wire.value()).contains("early");
        Deferred<Sum.Result> waiting = amp.callRemote(new Sum(1, 2));
        ConnectionDone done = new ConnectionDone();
        wire.disconnect(done);
        assertThat(events).containsExactly(done);
        assertThat(failureResultOf(waiting).value()).isSameAs(done);
        assertThat(failureResultOf(amp.callRemote(new Sum(1, 2))).value()).isSameAs(done);
        assertThat(successResultOf(amp.callRemote(new Note("late")))).isNull();
    }

    @Test
    void theAnswerOfACancelledCallIsDropped() {
        StringTransport wire = StringTransport.connect(client);
        Deferred<Sum.Result> call = client.callRemote(new Sum(1, 2));
        call.cancel();
        failureResultOf(call);
        wire.deliver(bytes(new Box().put("_answer", "1").put("total", "3")));
        assertThat(wire.isDisconnecting()).isFalse();
    }

    @Spec({"AMP-013", "AMP-017", "AMP-018", "AMP-032"})
    @Test
    void aConnectionsOwnRespondersGoBeforeTheSharedOnes() {
        server.responder(Sum.class, sum -> new Sum.Result(0));
        Wire wire = Wire.connect(server, client);
        Deferred<Sum.Result> sum = client.callRemote(new Sum(1, 2));
        Deferred<Divide.Result> divided = client.callRemote(new Divide(1, 2));
        List<Throwable> errors = new ArrayList<>();
        client.callRemote(new Missing()).handleFailure(failure -> errors.add(failure.value()));
        wire.flush();
        assertThat(successResultOf(sum).total()).isZero();
        assertThat(successResultOf(divided).result()).isEqualTo(0.5);
        assertThat(errors).singleElement().isInstanceOf(UnhandledCommandException.class);
        assertThat(wire.client().isDisconnecting()).isFalse();
    }

    @Test
    void answersComeInAnyOrder() {
        Deferred<Sum.Result> later = new Deferred<>();
        Amp slow = new Amp(Commands.responders()).responderDeferring(Sum.class, sum -> later);
        Wire wire = Wire.connect(slow, client);
        Deferred<Sum.Result> sum = client.callRemote(new Sum(1, 2));
        Deferred<Divide.Result> divided = client.callRemote(new Divide(1, 2));
        wire.flush();
        assertThat(successResultOf(divided).result()).isEqualTo(0.5);
        assertNoResult(sum);
        later.callback(new Sum.Result(3));
        wire.flush();
        assertThat(successResultOf(sum).total()).isEqualTo(3);
    }

    @Spec({"AMP-028", "AMP-029", "AMP-030", "AMP-032"})
    @Test
    void bothKindsOfErrorsReachTheCaller() {
        Wire wire = Wire.connect(server, client);
        List<Throwable> errors = new ArrayList<>();
        client.callRemote(new Fatal()).handleFailure(failure -> errors.add(failure.value()));
        wire.flush();
        assertThat(errors.get(0)).isInstanceOf(IllegalStateException.class).hasMessage("bye now");
        assertThat(wire.client().isConnected()).isFalse();
        Amp second = new Amp();
        Wire again = Wire.connect(new Amp(Commands.responders()), second);
        second.callRemote(new Boom()).handleFailure(failure -> errors.add(failure.value()));
        again.flush();
        assertThat(errors.get(1)).isInstanceOf(UnknownRemoteException.class).hasMessageNotContaining("secret");
    }

    @Spec({"AMP-033", "AMP-058"})
    @Test
    void theLastAnswerArrivesBeforeTheEnd() {
        Wire wire = Wire.connect(server, client);
        Deferred<Bye.Result> bye = client.callRemote(new Bye());
        wire.flush();
        assertThat(successResultOf(bye).goodbye()).isEqualTo("everyone");
        assertThat(wire.client().isConnected()).isFalse();
        Amp second = new Amp();
        Wire again = Wire.connect(new Amp(Commands.responders()), second);
        Deferred<Sum.Result> bad = second.callRemote(new Badret());
        List<Throwable> errors = new ArrayList<>();
        bad.handleFailure(failure -> errors.add(failure.value()));
        again.flush();
        assertThat(errors).singleElement().isInstanceOf(UnknownRemoteException.class);
    }

    // ---- changing to another protocol

    /** Keeps what it receives, and says one thing. */
    private static final class Other extends BaseProtocol {
        final StringBuilder received = new StringBuilder();
        final List<Throwable> lost = new ArrayList<>();
        private final String greeting;

        Other(String greeting) {
            this.greeting = greeting;
        }

        @Override
        public void connectionMade() {
            transport().write(greeting);
        }

        @Override
        public void dataReceived(ByteBuf data) {
            received.append(data.toString(StandardCharsets.US_ASCII));
        }

        @Override
        public void connectionLost(Failure reason) {
            lost.add(reason.value());
        }
    }

    @Spec({"AMP-059", "AMP-060", "AMP-062", "AMP-063", "AMP-064"})
    @Test
    void afterTheAnswerTheConnectionIsAnothers() {
        Other there = new Other("server now speaks other");
        Other here = new Other("client other hello");
        Amp switching = new Amp(new Responders(Commands.responders()).addSwitch(Switch.class, asked -> there));
        Wire wire = Wire.connect(switching, client);
        Deferred<Sum.Result> unanswered = client.callRemote(new Sum(1, 2));
        wire.flush();
        successResultOf(unanswered);
        Deferred<Other> switched = client.callRemoteSwitch(new Switch("good"), peer -> here);
        assertThatThrownBy(() -> client.callRemote(new Sum(1, 2))).isInstanceOf(ProtocolSwitchedException.class);
        wire.flush();
        assertThat(successResultOf(switched)).isSameAs(here);
        assertThat(here.received).hasToString("server now speaks other");
        assertThat(there.received).hasToString("client other hello");
        assertThat(failureResultOf(client.callRemote(new Sum(1, 2))).value())
                .isInstanceOf(ProtocolSwitchedException.class);
        wire.client().loseConnection();
        wire.flush();
        assertThat(here.lost).hasSize(1);
        assertThat(there.lost).hasSize(1);
    }

    @Spec("AMP-061")
    @Test
    void aRefusedChangeLeavesEverythingAsItWas() {
        Amp refusing = new Amp(new Responders(Commands.responders()).addSwitch(Switch.class, asked -> {
            throw new NoSuchElementException("'no " + asked.name() + "'");
        }));
        Wire wire = Wire.connect(refusing, client);
        List<Throwable> errors = new ArrayList<>();
        client.callRemoteSwitch(new Switch("bad"), peer -> new Other(""))
                .handleFailure(failure -> errors.add(failure.value()));
        wire.flush();
        assertThat(errors).singleElement().isInstanceOf(NoSuchElementException.class);
        assertThat(errors.get(0)).hasMessage("'no bad'");
        Deferred<Sum.Result> sum = client.callRemote(new Sum(1, 2));
        wire.flush();
        assertThat(successResultOf(sum).total()).isEqualTo(3);
    }

    @Spec("AMP-009")
    @Test
    void aBoxIsComparedCopiedAndShown() {
        Box box = new Box().put("b", new byte[] {0, 'x'}).put("a", "\u2603");
        assertThat(box.keys()).containsExactly("a", "b");
        assertThat(box.copy()).isEqualTo(box).hasSameHashCodeAs(box);
        assertThat(box.copy().put("c", "")).isNotEqualTo(box);
        assertThat(box).hasToString("Box{a: \\xe2\\x98\\x83, b: \\x00x}");
        assertThat(box.text("a")).isEqualTo("\u2603");
        assertThat(box.remove("a")).isNotNull();
        assertThat(box.contains("a")).isFalse();
        assertThatThrownBy(() -> box.put("", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> box.put("\u2603", "x")).isInstanceOf(IllegalArgumentException.class);
    }
}
