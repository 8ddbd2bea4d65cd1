/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.CopiedException;
import io.netwist.deferred.Coroutines;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.remote.banana.BananaDecoder;
import io.netwist.protocols.remote.banana.BananaEncoder;
import io.netwist.protocols.remote.banana.BananaLimits;
import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.banana.Dialect;
import io.netwist.protocols.remote.jelly.Jelly;
import io.netwist.protocols.remote.jelly.SecurityOptions;
import io.netwist.protocols.remote.jelly.Tuple;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What Twisted has written and been sent, expression by expression and case by case. */
class RecordedTest {

    private static Stream<String[]> rows(String resource) throws IOException {
        List<String[]> rows = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(RecordedTest.class.getResourceAsStream(resource)), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    rows.add(line.split(" \\| "));
                }
            }
        }
        return rows.stream();
    }

    // ---- expressions

    private static String text(Object expression) {
        if (expression instanceof List<?> list) {
            return list.stream().map(RecordedTest::text).collect(Collectors.joining(" ", "[", "]"));
        }
        if (expression instanceof ByteString bytes) {
            return "'" + Pair.HEX.formatHex(bytes.toByteArray()) + "'";
        }
        return expression instanceof Double number
                ? "f" + Pair.HEX.toHexDigits(Double.doubleToRawLongBits(number))
                : expression.toString();
    }

    private static String encoded(Object expression, Dialect dialect) {
        ByteBuf buffer = new BananaEncoder(dialect, BananaLimits.defaults())
                .encode(expression, UnpooledByteBufAllocator.DEFAULT);
        try {
            return ByteBufUtil.hexDump(buffer);
        } finally {
            buffer.release();
        }
    }

    private static Object decoded(String hex, Dialect dialect) {
        BananaDecoder decoder = new BananaDecoder(BananaLimits.defaults());
        decoder.dialect(dialect);
        ByteBuf buffer = Unpooled.wrappedBuffer(Pair.HEX.parseHex(hex));
        Object expression = Objects.requireNonNull(decoder.next(buffer));
        assertThat(buffer.isReadable()).isFalse();
        return expression;
    }

    @Spec({"PB-118", "BAN-006", "BAN-022"})
    @TestFactory
    Stream<DynamicTest> everyExpressionMeansWhatTwistedSaysAndIsSentAsItWas() throws IOException {
        return rows("/pb_vectors.txt")
                .map(row -> DynamicTest.dynamicTest(row[0], () -> {
                    Dialect dialect = row[1].equals("pb") ? Dialect.PB : Dialect.NONE;
                    Object expression = decoded(row[2], dialect);
                    assertThat(text(expression)).isEqualTo(row[3]);
                    assertThat(encoded(expression, dialect)).isEqualTo(row[2]);
                }));
    }

    /** Those with classes in them are in tests of their own. */
    private static final Set<String> CLASSES = Set.of("VJ-44", "VJ-48", "VJ-51", "VJ-52", "VJ-53", "VJ-54", "VJ-55");

    @Spec({"PB-118", "JEL-040"})
    @TestFactory
    Stream<DynamicTest> everyValueIsSentAsItCame() throws IOException {
        Jelly jelly = new Jelly(SecurityOptions.defaults());
        return rows("/pb_vectors.txt")
                .filter(row -> row[0].startsWith("VJ-") && !CLASSES.contains(row[0]))
                .map(row -> DynamicTest.dynamicTest(row[0], () -> {
                    Object value = jelly.unjelly(decoded(row[2], Dialect.PB));
                    assertThat(encoded(jelly.jelly(value), Dialect.PB)).isEqualTo(row[2]);
                }));
    }

    // ---- cases

    /** As the error of VR-22 is sent. */
    static final class Told extends PBError implements Copyable {
        private static final long serialVersionUID = 1;

        Told() {
            super("told");
        }

        @Override
        public String getTypeToCopyFor(@Nullable Object perspective) {
            return "example.JErr";
        }

        @Override
        public Map<String, ?> getStateToCopyFor(@Nullable Object perspective) {
            return Map.of("args", Tuple.of("custom", 7));
        }
    }

    record Unregistered() implements Copyable {
        @Override
        public String getTypeToCopyFor(@Nullable Object perspective) {
            return "example.Unregistered";
        }
    }

    static final class Root implements Referenceable {
        private final Roots.Root other = new Roots.Root();

        @Remote
        @Nullable
        Object echo(@Nullable Object value) {
            return value;
        }

        @Remote
        List<Object> kw(Object[] arguments, Keywords keywords) {
            return other.kw(arguments, keywords);
        }

        @Remote
        List<Roots.Thing> two() {
            return other.two();
        }

        @Remote
        Deferred<Object> jerr() {
            return Deferred.fail(new Told());
        }

        @Remote
        Unregistered unreg() {
            return new Unregistered();
        }
    }

    @Spec("PB-117")
    @TestFactory
    Stream<DynamicTest> everyRawCaseComesOutAsAtTwisted() throws IOException {
        return rows("/pb_raw_cases.txt")
                .map(row -> DynamicTest.dynamicTest(row[0] + " " + row[1], () -> {
                    StringTransport wire =
                            StringTransport.connect(new PBServerFactory(new Root()).buildProtocol(Pair.PEER));
                    if (row[2].equals("preamble")) {
                        Pair.served(wire, Pair.PREAMBLE);
                    } else if (row[2].equals("dialect")) {
                        assertThat(Pair.served(wire, "02827062")).isEqualTo("028013870681");
                    }
                    String[] writes = row[3].split(" ", -1);
                    String[] answers = row[4].split(" ", -1);
                    for (int i = 0; i < writes.length; i++) {
                        assertAnswer(Pair.served(wire, writes[i]), answers[i]);
                    }
                    assertThat(wire.isDisconnecting()).isEqualTo(row[5].equals("dropped"));
                }));
    }

    private static void assertAnswer(String written, String expected) {
        if (!expected.startsWith("error:")) {
            assertThat(written).isEqualTo(expected.equals("-") ? "" : expected);
            return;
        }
        List<?> message = (List<?>) decoded(written, Dialect.PB);
        assertThat(message.get(0)).isEqualTo(ByteString.of("error"));
        assertThat(text(Objects.requireNonNull(message.get(2))))
                .contains(text(ByteString.of("twisted.spread.pb.CopyableFailure")))
                .contains(Pair.HEX.formatHex(expected.substring(6).getBytes(StandardCharsets.US_ASCII)));
    }

    // ---- what is left

    @Spec("JEL-018")
    @Test
    void whatArgumentsAndKeywordsShareIsSentTwice() {
        PBClientFactory clients = new PBClientFactory();
        StringTransport wire = Pair.calling(clients);
        wire.clear();
        List<Object> shared = List.of(1);
        Deferred<?> call = successResultOf(clients.getRootObject())
                .callRemote("kw", shared, shared, Keywords.of("k", shared).and("l", shared));
        assertThat(text(decoded(Pair.hex(wire), Dialect.PB)))
                .isEqualTo(text(List.of(
                        ByteString.of("message"),
                        1L,
                        ByteString.of("root"),
                        ByteString.of("kw"),
                        1L,
                        new Jelly(SecurityOptions.defaults()).jelly(Tuple.of(shared, shared)),
                        new Jelly(SecurityOptions.defaults())
                                .jelly(Keywords.of("k", shared).and("l", shared).values()))));
        assertThat(text(decoded(Pair.hex(wire), Dialect.PB)).split("'7265666572656e6365'", -1))
                .hasSize(3);
        call.handleFailure(failure -> {});
    }

    @Spec("PB-028")
    @Test
    void aMethodIsEqualToThatOfAnEqualReference() {
        Pair pair = Pair.of(new Roots.Root());
        RemoteMethod echo = pair.root().remoteMethod("echo");
        assertThat(echo)
                .isEqualTo(pair.root().remoteMethod("echo"))
                .hasSameHashCodeAs(pair.root().remoteMethod("echo"))
                .isNotEqualTo(pair.root().remoteMethod("kw"))
                .isNotEqualTo(Pair.of(new Roots.Root()).root().remoteMethod("echo"));
        assertThat(pair.got(echo.call(5))).isEqualTo(5L);
    }

    @Spec({"PB-038", "PB-039"})
    @Test
    void aCoroutineCatchesTheErrorByItsNameMessageAndTraceback() {
        Pair pair = new Pair(
                new PBServerFactory(
                        broker -> new Roots.Root(), BrokerOptions.defaults().withUnsafeTracebacks(true)),
                BrokerOptions.defaults());
        Deferred<String> said = Coroutines.run(() -> {
            try {
                return "nothing: " + Coroutines.await(pair.root().callRemote("boom"));
            } catch (CopiedException e) {
                Throwable remote = Objects.requireNonNull(e.getCause());
                assertThat(remote).hasMessageContaining("IllegalArgumentException: bad value");
                return e.ancestors().contains("builtins.ValueError") + " " + e.getMessage() + " " + e;
            }
        });
        assertThat(pair.got(said)).isEqualTo("true bad value builtins.ValueError: bad value");
    }
}
