/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.banana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.bridge.testing.Wire;
import io.netwist.deferred.testing.Spec;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BananaTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final BananaLimits LIMITS = BananaLimits.defaults();
    private static final BigInteger TOO_LARGE = BigInteger.TWO.pow(448);

    private record Vector(String name, Object value, Dialect dialect, String hex) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static ByteString bytes(String text) {
        return ByteString.of(text);
    }

    /** Captured from Twisted. */
    static List<Vector> vectors() {
        Dialect none = Dialect.NONE;
        Dialect pb = Dialect.PB;
        return List.of(
                new Vector("VB-01", 0L, none, "0081"),
                new Vector("VB-02", 1L, none, "0181"),
                new Vector("VB-03", 23L, none, "1781"),
                new Vector("VB-04", 127L, none, "7f81"),
                new Vector("VB-05", 128L, none, "000181"),
                new Vector("VB-06", 255L, none, "7f0181"),
                new Vector("VB-08", 4674L, none, "422481"),
                new Vector("VB-09", 65536L, none, "00000481"),
                new Vector("VB-10", 2147483647L, none, "7f7f7f7f0781"),
                new Vector("VB-11", 2147483648L, none, "000000000885"),
                new Vector("VB-12", -1L, none, "0183"),
                new Vector("VB-13", -127L, none, "7f83"),
                new Vector("VB-15", -2147483648L, none, "000000000883"),
                new Vector("VB-16", -2147483649L, none, "010000000886"),
                new Vector("VB-17", 123456789123456789L, none, "153e41663a69265b0185"),
                new Vector("VB-18", Long.MAX_VALUE, none, "7f7f7f7f7f7f7f7f7f85"),
                new Vector("VB-19", Long.MIN_VALUE, none, "0000000000000000000186"),
                new Vector("VB-20", BigInteger.TWO.pow(64), none, "0000000000000000000285"),
                new Vector("VB-23", TOO_LARGE.subtract(BigInteger.ONE).negate(), none, "7f".repeat(64) + "86"),
                new Vector("VB-25", 0.0, none, "840000000000000000"),
                new Vector("VB-26", -0.0, none, "848000000000000000"),
                new Vector("VB-27", 1.0, none, "843ff0000000000000"),
                new Vector("VB-29", -2.5, none, "84c004000000000000"),
                new Vector("VB-30", Math.PI, none, "84400921fb54442d18"),
                new Vector("VB-31", Double.POSITIVE_INFINITY, none, "847ff0000000000000"),
                new Vector("VB-32", Double.NEGATIVE_INFINITY, none, "84fff0000000000000"),
                new Vector("VB-33", Double.NaN, none, "847ff8000000000000"),
                new Vector("VB-34", 1e300, none, "847e37e43c8800759c"),
                new Vector("VB-36", bytes(""), pb, "0082"),
                new Vector("VB-37", bytes("hello"), none, "058268656c6c6f"),
                new Vector("VB-38", bytes("hello"), pb, "058268656c6c6f"),
                new Vector("VB-39", bytes("None"), none, "04824e6f6e65"),
                new Vector("VB-40", bytes("None"), pb, "0187"),
                new Vector("VB-41", bytes("remote"), none, "068272656d6f7465"),
                new Vector("VB-44", bytes("pb"), pb, "02827062"),
                new Vector("VB-46", bytes("none"), pb, "04826e6f6e65"),
                new Vector("VB-47", ByteString.of(new byte[] {0, (byte) 0xff}), none, "028200ff"),
                new Vector("VB-50", bytes("x".repeat(127)), pb, "7f82" + "78".repeat(127)),
                new Vector("VB-51", bytes("x".repeat(128)), none, "000182" + "78".repeat(128)),
                new Vector("VB-54", bytes("x".repeat(300)), pb, "2c0282" + "78".repeat(300)),
                new Vector("VB-55", List.of(), none, "0080"),
                new Vector("VB-57", List.of(1L, 23L), none, "028001811781"),
                new Vector("VB-59", List.of(1L, List.of(bytes("hello"))), none, "028001810180058268656c6c6f"),
                new Vector("VB-61", List.of(1L, List.of(2L)), none, "0280018101800281"),
                new Vector(
                        "VB-64",
                        List.of(
                                bytes("message"),
                                1L,
                                bytes("root"),
                                bytes("echo"),
                                1L,
                                List.of(bytes("tuple"), bytes("hi")),
                                List.of(bytes("dictionary"))),
                        pb,
                        "07801a8701810482726f6f7404826563686f018102800b870282686901800587"),
                new Vector("VB-69", List.of(bytes("pb"), bytes("none")), none, "02800282706204826e6f6e65"));
    }

    private static String encoded(Object value, Dialect dialect) {
        ByteBuf buffer = new BananaEncoder(dialect, LIMITS).encode(value, UnpooledByteBufAllocator.DEFAULT);
        try {
            byte[] copy = new byte[buffer.readableBytes()];
            buffer.readBytes(copy);
            return HEX.formatHex(copy);
        } finally {
            buffer.release();
        }
    }

    private static @Nullable Object decoded(String hex, Dialect dialect) {
        return new BananaDecoder(LIMITS).dialect(dialect).next(Unpooled.wrappedBuffer(HEX.parseHex(hex)));
    }

    @Spec({"BAN-001", "BAN-002", "BAN-003", "BAN-004", "BAN-005", "BAN-006", "BAN-007", "BAN-026"})
    @ParameterizedTest
    @MethodSource("vectors")
    void everyVectorIsWrittenAndReadAsTwistedDoes(Vector vector) {
        assertThat(encoded(vector.value, vector.dialect)).isEqualTo(vector.hex);
        assertThat(decoded(vector.hex, vector.dialect)).isEqualTo(vector.value);
        BananaDecoder decoder = new BananaDecoder(LIMITS).dialect(vector.dialect);
        Object last = null;
        for (byte each : HEX.parseHex(vector.hex)) {
            assertThat(last).isNull();
            last = decoder.next(Unpooled.wrappedBuffer(new byte[] {each}));
        }
        assertThat(last).isEqualTo(vector.value);
    }

    @Spec({"BAN-021", "BAN-022", "BAN-023", "BAN-025"})
    @Test
    void wordsHaveNumbersInOneDialectOnly() {
        for (int number = 1; number <= 31; number++) {
            String hex = HEX.toHexDigits((byte) number) + "87";
            ByteString word = (ByteString) decoded(hex, Dialect.PB);
            assertThat(encoded(Objects.requireNonNull(word), Dialect.PB)).isEqualTo(hex);
            assertThat(decoded(encoded(word, Dialect.NONE), Dialect.PB)).isEqualTo(word);
        }
        assertThat(decoded("1787", Dialect.PB)).isEqualTo(bytes("logged_in"));
        for (String wrong : List.of("0087", "2087", "7f87")) {
            assertThatThrownBy(() -> decoded(wrong, Dialect.PB)).hasMessageStartingWith("vocabulary: ");
        }
        assertThatThrownBy(() -> decoded("0187", Dialect.NONE)).isInstanceOf(BananaException.class);
    }

    @Spec({"BAN-010", "BAN-017", "BAN-018", "BAN-019"})
    @Test
    void whatCannotBeSentIsRefusedByName() {
        assertThat(encoded(true, Dialect.PB)).isEqualTo("0181");
        for (Object large : List.of(TOO_LARGE, TOO_LARGE.negate())) {
            assertThatThrownBy(() -> encoded(large, Dialect.PB)).hasMessageStartingWith("int is too large to send");
        }
        assertThatThrownBy(() -> encoded("text", Dialect.PB)).hasMessage("Banana cannot send java.lang.String objects");
        assertThatThrownBy(() -> encoded(List.of(1, List.of(Collections.emptyMap())), Dialect.PB))
                .hasMessageContaining("Map objects");
        assertThatThrownBy(() -> encoded(Collections.singletonList(null), Dialect.PB))
                .hasMessage("Banana cannot send null");
        assertThatThrownBy(() -> encoded(new byte[640 * 1024 + 1], Dialect.PB))
                .hasMessageStartingWith("string: 655361");
        assertThatThrownBy(() -> encoded(Collections.nCopies(640 * 1024 + 1, 1), Dialect.PB))
                .hasMessageStartingWith("list: 655361");
    }

    @Spec({"BAN-009", "BAN-011", "BAN-012", "BAN-013", "BAN-027", "BAN-028"})
    @Test
    void numbersMayBeOddButNotEndless() {
        BigInteger largest = TOO_LARGE.subtract(BigInteger.ONE);
        for (String type : List.of("81", "85")) {
            assertThat(decoded("7f".repeat(64) + type, Dialect.NONE)).isEqualTo(largest);
        }
        for (String type : List.of("83", "86")) {
            assertThat(decoded("7f".repeat(64) + type, Dialect.NONE)).isEqualTo(largest.negate());
        }
        assertThatThrownBy(() -> decoded("00".repeat(65), Dialect.NONE)).hasMessage("number: more than 64 digits");
        assertThat(decoded("81", Dialect.NONE)).isEqualTo(0L);
        assertThat(decoded("80", Dialect.NONE)).isEqualTo(List.of());
        assertThat(decoded("82", Dialect.NONE)).isEqualTo(bytes(""));
        assertThat(decoded("0083", Dialect.NONE)).isEqualTo(0L);
        assertThat(decoded("0100000081", Dialect.NONE)).isEqualTo(1L);
        assertThat(decoded("0101843ff0000000000000", Dialect.NONE)).isEqualTo(1.0);
        BananaDecoder few = new BananaDecoder(LIMITS.withPrefixDigits(2));
        assertThatThrownBy(() -> few.next(Unpooled.wrappedBuffer(new byte[3])))
                .hasMessage("number: more than 2 digits");
    }

    @Spec({"BAN-014", "BAN-015", "BAN-016", "BAN-024"})
    @ParameterizedTest
    @ValueSource(strings = {"01002882", "01002880", "7f7f7f7f7f7f7f7f7f7f82", "88", "0188", "ff"})
    void aHeaderBeyondTheLimitIsRefusedAtOnce(String hex) {
        assertThatThrownBy(() -> decoded(hex, Dialect.NONE)).isInstanceOf(BananaException.class);
    }

    @Spec({"BAN-015", "BAN-037"})
    @Test
    void theLongestStringComesByteByByteInLinearTime() {
        int length = 640 * 1024;
        BananaDecoder decoder = new BananaDecoder(LIMITS);
        assertThat(decoder.next(Unpooled.wrappedBuffer(HEX.parseHex("00002882"))))
                .isNull();
        ByteBuf one = Unpooled.wrappedBuffer(new byte[] {'x'});
        Object string = null;
        for (int i = 0; i < length; i++) {
            assertThat(string == null).isTrue();
            one.setIndex(0, 1);
            string = decoder.next(one);
        }
        assertThat(string).isEqualTo(bytes("x".repeat(length)));
    }

    @Spec({"BAN-036", "BAN-038"})
    @Test
    void depthAndSizeAreBounded() {
        Object deep = List.of();
        for (int i = 0; i < 511; i++) {
            deep = List.of(deep);
        }
        assertThat(decoded(encoded(deep, Dialect.NONE), Dialect.NONE)).isEqualTo(deep);
        Object deeper = List.of(deep);
        assertThatThrownBy(() -> encoded(deeper, Dialect.NONE)).hasMessage("lists within lists: more than 512");
        assertThatThrownBy(() -> decoded("0180".repeat(513), Dialect.NONE))
                .hasMessage("lists within lists: more than 512");
        BananaDecoder small = new BananaDecoder(LIMITS.withMessageBytes(100));
        assertThatThrownBy(() -> small.next(Unpooled.wrappedBuffer(HEX.parseHex("7f80" + "0181".repeat(126)))))
                .hasMessage("expression: more than 100 bytes");
    }

    /** Whatever comes: expressions or an error, never anything else. */
    @Spec({"BAN-028", "BAN-034", "BAN-035"})
    @Test
    void noiseDoesNoHarm() {
        Random random = new Random(2026);
        int errors = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] noise = new byte[1 + random.nextInt(60)];
            random.nextBytes(noise);
            if (i % 2 == 0) {
                for (int j = 1; j < noise.length; j += 2) {
                    noise[j] = (byte) (0x80 + random.nextInt(8));
                    noise[j - 1] &= 0x03;
                }
            }
            BananaDecoder decoder = new BananaDecoder(LIMITS.withDepth(20)).dialect(Dialect.PB);
            ByteBuf input = Unpooled.wrappedBuffer(noise);
            try {
                for (Object each = decoder.next(input); each != null; each = decoder.next(input)) {
                    assertThat(decoded(encoded(each, Dialect.PB), Dialect.PB)).isEqualTo(each);
                }
            } catch (BananaException e) {
                errors++;
            }
        }
        assertThat(errors).isBetween(100, 9_900);
    }

    // ---- the protocol

    private static final class Recorder extends Banana {
        final List<Object> events = new ArrayList<>();

        Recorder(boolean isClient, Dialect... dialects) {
            super(isClient, List.of(dialects), LIMITS);
        }

        @Override
        protected void connectionReady() {
            events.add("ready in " + currentDialect());
            sendEncoded(List.of(bytes("version"), 6));
        }

        @Override
        protected void expressionReceived(Object expression) {
            events.add(expression);
        }
    }

    @Spec({"BAN-008", "BAN-029", "BAN-030"})
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void bothSidesAgreeOnADialect(Dialect dialect) {
        Recorder server = new Recorder(false, Dialect.PB, Dialect.NONE);
        Recorder client =
                dialect == Dialect.PB ? new Recorder(true, Dialect.NONE, Dialect.PB) : new Recorder(true, Dialect.NONE);
        Wire.connect(server, client).flush();
        List<Object> version = List.of(bytes("version"), 6L);
        assertThat(client.events).containsExactly("ready in " + dialect, version);
        assertThat(server.events).containsExactly("ready in " + dialect, version);
    }

    @Spec({"BAN-029", "BAN-030"})
    @Test
    void greetsAndAnswersByteForByteAsTwistedDoes() {
        StringTransport server = StringTransport.connect(new Recorder(false, Dialect.PB, Dialect.NONE));
        assertThat(HEX.formatHex(server.bytes())).isEqualTo("02800282706204826e6f6e65");
        StringTransport client = StringTransport.connect(new Recorder(true, Dialect.PB, Dialect.NONE));
        assertThat(client.bytes()).isEmpty();
        client.deliver(server.bytes());
        assertThat(HEX.formatHex(client.bytes())).isEqualTo("02827062" + "028013870681");
    }

    @Spec({"BAN-020", "BAN-031", "BAN-032", "BAN-035"})
    @ParameterizedTest
    @ValueSource(strings = {"0782756e6b6e6f776e", "018002827062", "0187", "ff"})
    void aServerRefusesWhatIsNoDialect(String hex) {
        Recorder recorder = new Recorder(false, Dialect.PB, Dialect.NONE);
        StringTransport server = StringTransport.connect(recorder);
        server.clear();
        server.deliver(HEX.parseHex(hex));
        assertThat(server.isDisconnecting()).isTrue();
        assertThat(server.bytes()).isEmpty();
        assertThat(recorder.events).isEmpty();
    }

    @Spec({"BAN-031", "BAN-033"})
    @Test
    void aClientRefusesAServerWithoutADialectOfItsOwn() {
        StringTransport client = StringTransport.connect(new Recorder(true, Dialect.PB));
        client.deliver(HEX.parseHex("018004826e6f6e65"));
        assertThat(client.isDisconnecting()).isTrue();
        Recorder silent = new Recorder(true, Dialect.PB);
        StringTransport lost = StringTransport.connect(silent);
        lost.disconnect(new ConnectionDone());
        assertThat(silent.events).isEmpty();
        assertThatThrownBy(() -> silent.sendEncoded(1)).isInstanceOf(IllegalStateException.class);
    }
}
