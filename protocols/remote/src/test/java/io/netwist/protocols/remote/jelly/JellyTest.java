/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.remote.banana.BananaDecoder;
import io.netwist.protocols.remote.banana.BananaEncoder;
import io.netwist.protocols.remote.banana.BananaLimits;
import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.banana.Dialect;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JellyTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Jelly JELLY = new Jelly(SecurityOptions.defaults());
    private static final Jelly WITH_PONDS = new Jelly(SecurityOptions.defaults().withClass(Pond.TYPE));

    private static ByteString bytes(String text) {
        return ByteString.of(text);
    }

    private static List<@Nullable Object> list(@Nullable Object... elements) {
        return new ArrayList<>(Arrays.asList(elements));
    }

    private static Set<@Nullable Object> set(@Nullable Object... elements) {
        return new LinkedHashSet<>(Arrays.asList(elements));
    }

    private static Map<@Nullable Object, @Nullable Object> map(@Nullable Object... pairs) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static String hex(Object expression) {
        ByteBuf buffer = new BananaEncoder(Dialect.PB, BananaLimits.defaults())
                .encode(expression, UnpooledByteBufAllocator.DEFAULT);
        try {
            byte[] bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes);
            return HEX.formatHex(bytes);
        } finally {
            buffer.release();
        }
    }

    private static Object expression(String hex) {
        BananaDecoder decoder = new BananaDecoder(BananaLimits.defaults()).dialect(Dialect.PB);
        return Objects.requireNonNull(decoder.next(Unpooled.wrappedBuffer(HEX.parseHex(hex))));
    }

    /** Written as {@code (list 1 (unicode a))}: words are bytes. */
    private static Object parsed(String text) {
        return Expressions.parse(text);
    }

    private static @Nullable Object read(Jelly jelly, String text) {
        return jelly.unjelly(parsed(text));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T as(@Nullable Object value) {
        return (T) Objects.requireNonNull(value);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("VJ-01", null, "01800187"),
                arguments("VJ-02", true, "02800782626f6f6c65616e048274727565"),
                arguments("VJ-03", false, "02800782626f6f6c65616e058266616c7365"),
                arguments("VJ-04", 42, "2a81"),
                arguments("VJ-05", bytes("hello"), "058268656c6c6f"),
                arguments("VJ-06", "hello", "02800782756e69636f6465058268656c6c6f"),
                arguments("VJ-08", "", "02800782756e69636f64650082"),
                arguments("VJ-09", 2.5, "844004000000000000"),
                arguments("VJ-10", list(), "01800887"),
                arguments(
                        "VJ-11",
                        list(1L, bytes("a"), "b", null, true),
                        "06800887018101826102800782756e69636f64650182620180018702800782626f6f6c65616e048274727565"),
                arguments("VJ-12", Tuple.of(), "01800b87"),
                arguments("VJ-13", Tuple.of(1L, 2L), "03800b8701810281"),
                arguments(
                        "VJ-15",
                        map("a", 1L, bytes("k"), list(2L)),
                        "03800587028002800782756e69636f64650182610181028001826b028008870281"),
                arguments("VJ-16", map(1L, "x"), "028005870280018102800782756e69636f6465018278"),
                arguments("VJ-17", set(7L), "028003827365740781"),
                arguments("VJ-18", FrozenSet.copyOf(set(7L)), "0280098266726f7a656e7365740781"),
                arguments("VJ-19", set(), "01800382736574"),
                arguments(
                        "VJ-20",
                        LocalDateTime.of(2024, 10, 18, 21, 7, 28, 345_000),
                        "028008826461746574696d65168232303234203130203138203231203720323820333435"),
                arguments("VJ-22", LocalTime.of(1, 16, 5, 344_000), "0280048274696d650a8231203136203520333434"),
                arguments(
                        "VJ-23",
                        Duration.ofDays(-1).plusSeconds(5).plusNanos(7_000),
                        "0280098274696d6564656c746106822d3120352037"),
                arguments("VJ-25", new BigDecimal("9.95"), "03800782646563696d616c6307810283"),
                arguments("VJ-26", BigDecimal.ZERO, "03800782646563696d616c00810081"),
                arguments("VJ-27", new BigDecimal("123456"), "03800782646563696d616c404407810081"),
                arguments("VJ-29", new BigDecimal("1E+2"), "03800782646563696d616c01810281"),
                arguments("VJ-30", BigDecimal.ZERO.negate(), "03800782646563696d616c00810081"),
                arguments("VJ-31", new BigDecimal("0.00"), "03800782646563696d616c00810283"),
                arguments(
                        "VJ-34",
                        new Unpersistable("instance of class builtins.complex deemed insecure"),
                        "02800c873282696e7374616e6365206f6620636c617373206275696c74696e732e636f6d706c6578206465656d656420696e736563757265"),
                arguments(
                        "VJ-36",
                        new Unpersistable("instance of class builtins.range deemed insecure"),
                        "02800c873082696e7374616e6365206f6620636c617373206275696c74696e732e72616e6765206465656d656420696e736563757265"),
                arguments(
                        "VJ-47",
                        new Unpersistable("instance of class __main__.Plain deemed insecure"),
                        "02800c873082696e7374616e6365206f6620636c617373205f5f6d61696e5f5f2e506c61696e206465656d656420696e736563757265"),
                arguments(
                        "VJ-57",
                        new Unpersistable("instance of class __main__.I deemed insecure"),
                        "02800c872c82696e7374616e6365206f6620636c617373205f5f6d61696e5f5f2e49206465656d656420696e736563757265"),
                arguments(
                        "VJ-58",
                        new Unpersistable("instance of class __main__.D deemed insecure"),
                        "02800c872c82696e7374616e6365206f6620636c617373205f5f6d61696e5f5f2e44206465656d656420696e736563757265"),
                arguments(
                        "VJ-59",
                        new Unpersistable("instance of class builtins.ellipsis deemed insecure"),
                        "02800c873382696e7374616e6365206f6620636c617373206275696c74696e732e656c6c6970736973206465656d656420696e736563757265"));
    }

    @Spec({"JEL-001", "JEL-002", "JEL-003", "JEL-004", "JEL-005", "JEL-007", "JEL-009", "JEL-025", "JEL-026", "JEL-040"
    })
    @ParameterizedTest
    @MethodSource("values")
    void convertsAsTwistedDoes(String row, @Nullable Object value, String hex) {
        assertThat(hex(JELLY.jelly(value))).as(row).isEqualTo(hex);
        Object decoded = JELLY.unjelly(expression(hex));
        assertThat(decoded).as(row).isEqualTo(value instanceof Integer number ? (Object) number.longValue() : value);
        assertThat(hex(JELLY.jelly(decoded))).as(row).isEqualTo(hex);
    }

    // VJ-37 to VJ-43, VJ-53 and VJ-54.
    @Spec({"JEL-010", "JEL-011", "JEL-012", "JEL-020", "PB-065"})
    @ParameterizedTest
    @ValueSource(
            strings = {
                "03800887038004870181028008870181028003870181",
                "03800487018102800887028003870181",
                "03800b8703800487018102800b8701800587028003870181",
                "0380088703800487018101800b87028003870181",
                "03800487018102800587028002800782756e69636f646502826d65028003870181",
                "0580088703800487018102800887018103800487028101800887028003870181028003870281",
                "0380088703800487018102800b825f5f6d61696e5f5f2e437003800587028002800782756e69636f646501827801810280"
                        + "02800782756e69636f646501827902800782756e69636f646501827a028003870181",
                "03800487018102800b825f5f6d61696e5f5f2e437002800587028002800782756e69636f646502826d65028003870181"
            })
    void keepsWhatIsSharedAsTwistedDoes(String hex) {
        assertThat(hex(WITH_PONDS.jelly(WITH_PONDS.unjelly(expression(hex))))).isEqualTo(hex);
    }

    @Spec({"JEL-010", "JEL-012", "JEL-020"})
    @Test
    void isOneObjectAgain() {
        List<Object> twice = as(read(JELLY, "(list (reference 1 (list 1)) (dereference 1))"));
        assertThat(twice.get(1)).isSameAs(twice.get(0)).isEqualTo(list(1L));
        List<Object> self = as(read(JELLY, "(reference 1 (list (dereference 1)))"));
        assertThat(self.get(0)).isSameAs(self);
        Map<Object, Object> map = as(read(JELLY, "(reference 1 (dictionary ((unicode me) (dereference 1))))"));
        assertThat(map.get("me")).isSameAs(map);
        List<Object> empty = as(read(JELLY, "(list (reference 1 (tuple)) (dereference 1))"));
        assertThat(empty.get(1)).isSameAs(empty.get(0));
    }

    @Spec({"JEL-013", "JEL-032", "PB-066"})
    @Test
    void resolvesCyclesThroughTuplesSetsAndInstances() {
        List<Object> list = as(read(JELLY, "(reference 1 (list (tuple (dereference 1) 2)))"));
        assertThat(((Tuple) list.get(0)).get(0)).isSameAs(list);
        Pond pond = as(read(WITH_PONDS, "(reference 1 (__main__.Cp (dictionary ((unicode me) (dereference 1)))))"));
        assertThat(pond.attributes.get("me")).isSameAs(pond);
        assertThat(pond.sizeAtTheEnd).isEqualTo(1);
        for (String kind : List.of("tuple", "set", "frozenset")) {
            Object outer = read(
                    WITH_PONDS,
                    "(reference 1 (" + kind + " (__main__.Cp (dictionary ((unicode up) (dereference 1))))))");
            assertThat(outer).isInstanceOfAny(Tuple.class, Set.class);
            Pond inner =
                    as(((Iterable<?>) Objects.requireNonNull(outer)).iterator().next());
            assertThat(inner.attributes.get("up")).isSameAs(outer);
            assertThat(inner.complete).isTrue();
        }
        Map<Object, Object> keyed = as(read(
                WITH_PONDS,
                "(reference 1 (dictionary ((tuple (__main__.Cp (dictionary ((unicode up) (dereference 1))))) 5)))"));
        assertThat(keyed).hasSize(1).containsValue(5L);
    }

    @Spec({"JEL-014", "JEL-015", "JEL-016"})
    @Test
    void resolvesWhatComesLater() {
        List<Object> list = as(read(JELLY, "(list (dereference 1) (reference 1 (list 5)))"));
        assertThat(list.get(0)).isSameAs(list.get(1)).isEqualTo(list(5L));
        // VR-27.
        assertThat(hex(JELLY.jelly(list))).isEqualTo("0380088703800487018102800887" + "0581028003870181");
        assertThat(read(JELLY, "(list (set (dereference 1)) (tuple (dereference 1)) (reference 1 (tuple 5)))"))
                .isEqualTo(list(set(Tuple.of(5L)), Tuple.of(Tuple.of(5L)), Tuple.of(5L)));
        assertThat(
                        read(
                                JELLY,
                                "(list (dictionary ((dereference 1) (dereference 2))) (reference 1 (tuple)) (reference 2 (list)))"))
                .isEqualTo(list(map(Tuple.of(), list()), Tuple.of(), list()));
        assertThatThrownBy(() -> read(JELLY, "(list (reference 1 (list)) (reference 1 (list)))"))
                .isInstanceOf(JellyException.class)
                .hasMessage("reference 1: comes twice, at value[1]");
        assertThatThrownBy(() -> read(JELLY, "(list (dereference 7))"))
                .isInstanceOf(JellyException.class)
                .hasMessage("dereference 7: nothing has this number");
        assertThatThrownBy(() -> read(JELLY, "(reference 1 (dereference 1))")).isInstanceOf(JellyException.class);
        assertThatThrownBy(() -> read(JELLY, "(reference 1 (reference 2 (dereference 1)))"))
                .isInstanceOf(JellyException.class);
    }

    @Spec({"JEL-017", "JEL-019"})
    @Test
    void keepsTheIdentityOfThousands() {
        List<@Nullable Object> parts = list();
        List<@Nullable Object> all = list();
        for (int i = 0; i < 5000; i++) {
            parts.add(list((long) i));
        }
        all.addAll(parts);
        all.addAll(parts);
        List<Object> back = as(JELLY.unjelly(expression(hex(JELLY.jelly(all)))));
        IdentityHashMap<Object, Object> distinct = new IdentityHashMap<>();
        back.forEach(each -> distinct.put(each, each));
        assertThat(distinct).hasSize(5000);
        String text = "text";
        BigDecimal number = BigDecimal.TEN;
        assertThat(hex(JELLY.jelly(list(text, text, number, number))))
                .doesNotContain("0487")
                .doesNotContain("0387");
    }

    @Spec({"JEL-021", "JEL-022", "JEL-024", "JEL-037", "JEL-039"})
    @ParameterizedTest
    @ValueSource(
            strings = {
                "class java.lang.Runtime",
                "module os",
                "function os.system",
                "method a (None) (None)",
                "string a",
                "int 1",
                "bool 1",
                "long 1",
                "dict",
                "java.lang.Runtime (dictionary)",
                "os.system (None)",
                "NoneType",
                "instance (class a.B) (None)",
                "io.netwist.protocols.remote.jelly.Pond (dictionary)"
            })
    void refusesWhatIsNotAllowedByItsName(String form) {
        assertThatThrownBy(() -> read(JELLY, "(list 1 (" + form + "))"))
                .isInstanceOf(InsecureJellyException.class)
                .hasMessageContaining(form.substring(0, (form + " ").indexOf(' ')) + " not allowed, at value[1]");
    }

    @Spec({"JEL-023", "JEL-038"})
    @Test
    void allowsAndForbidsTypesForOneConnection() {
        for (String tag : List.of("set", "frozenset", "decimal")) {
            Jelly strict = new Jelly(SecurityOptions.defaults().withoutTypes(tag));
            assertThatThrownBy(() -> read(strict, "(" + tag + " 1 1)"))
                    .isInstanceOf(InsecureJellyException.class)
                    .hasMessageStartingWith(tag);
            assertThat(read(JELLY, "(" + tag + " 1 1)")).isNotNull();
        }
        assertThatThrownBy(() -> read(new Jelly(SecurityOptions.none()), "(list)"))
                .isInstanceOf(InsecureJellyException.class);
        assertThat(read(new Jelly(SecurityOptions.none().withBasicTypes()), "(list)"))
                .isEqualTo(list());
    }

    // VJ-44, VJ-48, VJ-51, VJ-52 and VJ-55.
    @Spec({"JEL-024", "JEL-027", "JEL-028"})
    @Test
    void sendsClassesAndInstancesThatAreAllowed() {
        record Plain(@Nullable Object state) {}
        JellyType<Plain> plain = JellyType.of("__main__.Plain", Plain.class, Plain::state, Plain::new);
        JellyType<BigInteger> integer =
                JellyType.of("builtins.int", BigInteger.class, each -> null, state -> BigInteger.ZERO);
        SecurityOptions options = SecurityOptions.defaults().withClass(plain).withClass(integer);
        Jelly jelly = new Jelly(options.withClass(Pond.TYPE));
        assertBoth(jelly, Plain.class, "028002870e825f5f6d61696e5f5f2e506c61696e");
        assertBoth(jelly, BigInteger.class, "028002870c826275696c74696e732e696e74");
        assertBoth(jelly, new Plain(null), "02800e825f5f6d61696e5f5f2e506c61696e01800187");
        Pond empty = as(jelly.unjelly(expression("02800b825f5f6d61696e5f5f2e437001800187")));
        assertThat(empty.attributes).isEmpty();
        Pond pond = new Pond();
        pond.set(map("x", 1L, "y", "z"));
        String hex = "02800b825f5f6d61696e5f5f2e437003800587028002800782756e69636f646501827801810280"
                + "02800782756e69636f646501827902800782756e69636f646501827a";
        assertThat(hex(jelly.jelly(pond))).isEqualTo(hex);
        Pond back = as(jelly.unjelly(expression(hex)));
        assertThat(back.attributes).isEqualTo(pond.attributes);
    }

    private static void assertBoth(Jelly jelly, Object value, String hex) {
        assertThat(hex(jelly.jelly(value))).isEqualTo(hex);
        assertThat(jelly.unjelly(expression(hex))).isEqualTo(value);
    }

    @Spec({"JEL-025", "JEL-026"})
    @Test
    void sendsAPlaceholderForWhatIsNotAllowed() {
        Unpersistable there = as(JELLY.unjelly(JELLY.jelly(new Pond())));
        assertThat(there.reason()).isEqualTo("instance of class " + Pond.class.getName() + " deemed insecure");
        assertThat(JELLY.unjelly(JELLY.jelly(String.class))).isInstanceOf(Unpersistable.class);
        List<Object> mixed = as(JELLY.unjelly(JELLY.jelly(list(1L, new Object()))));
        assertThat(mixed.get(0)).isEqualTo(1L);
    }

    @Spec({"JEL-029", "JEL-030"})
    @Test
    void givesRegisteredReadersAndFactoriesTheForm() {
        Jelly own = new Jelly(SecurityOptions.defaults()
                .withReader("set", (in, form) -> form.size())
                .withClass(JellyType.of(
                        "a.Sum",
                        Long.class,
                        each -> null,
                        state -> ((List<?>) Objects.requireNonNull(state))
                                .stream().mapToLong(each -> (Long) each).sum())));
        assertThat(read(own, "(list (set 1 2) (a.Sum (list 1 2 3)))")).isEqualTo(list(3, 6L));
        // Within a cycle the state is there all the same, but not its own object.
        List<Object> cycle = as(read(
                new Jelly(SecurityOptions.defaults().withClass(JellyType.of("a.Size", Long.class, each -> null, state ->
                        (long) ((Map<?, ?>) Objects.requireNonNull(state)).size()))),
                "(reference 1 (list (a.Size (dictionary ((unicode up) (dereference 1))))))"));
        assertThat(cycle).containsExactly(1L);
        assertThatThrownBy(() -> read(own, "(reference 1 (a.Sum (list (dereference 1))))"))
                .isInstanceOf(JellyException.class);
    }

    @Spec("JEL-033")
    @Test
    void sendsTheNamesOfWhatIsKept() {
        Object kept = new Object();
        Jelly keeping =
                JELLY.withPersistence(each -> each == kept ? "kept" : null, id -> "kept".equals(id) ? kept : null);
        assertThat(keeping.jelly(kept)).isEqualTo(parsed("(persistent (unicode kept))"));
        assertThat(keeping.unjelly(parsed("(persistent (unicode kept))"))).isSameAs(kept);
        assertThat(read(JELLY, "(persistent 5)")).isInstanceOf(Unpersistable.class);
    }

    @Spec("JEL-034")
    @Test
    void readsInstancesOfOldPeers() {
        Pond pond = as(read(WITH_PONDS, "(instance (class __main__.Cp) (dictionary (a 1)))"));
        assertThat(pond.attributes).isEqualTo(map(bytes("a"), 1L));
    }

    @Spec({"JEL-002", "JEL-035", "JEL-036", "JEL-008"})
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(boolean maybe)",
                "(boolean)",
                "()",
                "(1 2)",
                "((list))",
                "(unicode)",
                "(unicode 1)",
                "(dictionary 1)",
                "(dictionary (1))",
                "(decimal 1)",
                "(decimal 1.5 2)",
                "(decimal 1 2000000)",
                "(datetime 1)",
                "(date 2024_13_1)",
                "(time 24_0_0_0)",
                "(reference 1)",
                "(dereference x)",
                "(timedelta 1)",
                "(dictionary ((list) 1))",
                "(set (dictionary))",
                "(frozenset (tuple (list)))",
                "(reference 1 (tuple (set (dereference 1))))",
                "(set (reference 1 (tuple (dereference 1))))"
            })
    void refusesWhatIsNoJelly(String text) {
        assertThatThrownBy(() -> read(JELLY, text)).isInstanceOf(JellyException.class);
    }

    @Spec({"JEL-002", "JEL-006", "JEL-009"})
    @Test
    void refusesToSendWhatPythonCouldNotRead() {
        OffsetDateTime zoned = OffsetDateTime.of(2024, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC);
        List<Object> refused = List.of(
                "\ud800",
                "a\udc00",
                "\ud800x",
                zoned,
                ZonedDateTime.from(zoned),
                OffsetTime.from(zoned),
                LocalDate.of(10_000, 1, 1),
                LocalTime.of(1, 2, 3, 4),
                Duration.ofNanos(1),
                Duration.ofSeconds(Long.MAX_VALUE));
        for (Object each : refused) {
            assertThatThrownBy(() -> JELLY.jelly(list(each))).as("%s", each).isInstanceOf(JellyException.class);
        }
        assertThatThrownBy(() -> JELLY.unjelly(List.of(bytes("unicode"), ByteString.of(new byte[] {(byte) 0xff}))))
                .isInstanceOf(JellyException.class);
        assertThat(JELLY.unjelly(JELLY.jelly("\ud83d\ude00\ufffd"))).isEqualTo("\ud83d\ude00\ufffd");
        assertThat(JELLY.jelly(list((short) 1, (byte) 2, 'a', 1.5f, new byte[] {65})))
                .isEqualTo(List.of(bytes("list"), (short) 1, (byte) 2, 97L, 1.5, bytes("A")));
        assertThat(read(JELLY, "(decimal 5 -3)")).isEqualTo(new BigDecimal("0.005"));
    }

    @Spec("JEL-041")
    @Test
    void limitsHowValuesAreNested() {
        List<@Nullable Object> deep = list();
        for (int i = 0; i < 256; i++) {
            deep = list(7L, deep);
        }
        List<@Nullable Object> tooDeep = deep;
        assertThatThrownBy(() -> JELLY.jelly(tooDeep))
                .isInstanceOf(JellyException.class)
                .hasMessageStartingWith("values within values: more than 256, at value[1][1][1]");
        assertThat(JELLY.jelly(tooDeep.get(1))).isNotNull();
        String text = "(list ".repeat(512) + ")".repeat(512);
        assertThat(read(JELLY, text)).isNotNull();
        assertThatThrownBy(() -> read(JELLY, "(tuple " + text + ")"))
                .isInstanceOf(JellyException.class)
                .hasMessageStartingWith("values within values: more than 512");
        assertThatThrownBy(() -> read(new Jelly(SecurityOptions.defaults().withDepths(1, 1)), "(list (list))"))
                .hasMessage("values within values: more than 1, at value[0]");
    }

    /** Equal tuples of tuples take exponential time to compare, and keys of one hash quadratic time to find. */
    @Test
    void nobodyChoosesKeysThatAreSlow() {
        StringBuilder shared = new StringBuilder("(list (reference 0 (tuple 1))");
        for (int i = 1; i < 200; i++) {
            shared.append("(reference " + i + " (tuple (dereference " + (i - 1) + ") (dereference " + (i - 1) + ")))");
        }
        List<Object> all = as(read(JELLY, shared + ")"));
        assertThat(all).hasSize(200);
        assertThatThrownBy(() -> read(JELLY, shared + "(set (dereference 199)))"))
                .isInstanceOf(JellyException.class)
                .hasMessageStartingWith("key: too large");
        StringBuilder colliding = new StringBuilder("(set");
        for (int i = 0; i < 1024; i++) {
            colliding.append("(tuple");
            for (int bit = 0; bit < 10; bit++) {
                colliding
                        .append("(unicode ")
                        .append(((i >> bit) & 1) == 0 ? "Aa" : "BB")
                        .append(")");
            }
            colliding.append(")");
        }
        assertThatThrownBy(() -> read(JELLY, colliding + ")"))
                .isInstanceOf(JellyException.class)
                .hasMessageStartingWith("keys: more than 64 with one hash");
    }

    @Test
    void tuplesAndFrozenSetsAreValues() {
        assertThat(Tuple.of(1L, Tuple.of("a"))).isEqualTo(Tuple.copyOf(list(1L, Tuple.of("a"))));
        assertThat(Tuple.of(1L))
                .isNotEqualTo(list(1L))
                .isNotEqualTo(Tuple.of(2L))
                .hasToString("(1,)");
        assertThat(Tuple.of(1L, null).asList()).containsExactly(1L, null);
        assertThat(Tuple.of("a").hashCode()).isEqualTo(Tuple.of("a").hashCode());
        assertThat(FrozenSet.copyOf(list(1L, 2L))).isEqualTo(Set.of(1L, 2L)).contains(2L);
        assertThat(FrozenSet.copyOf(list(1L, 2L)).hashCode())
                .isEqualTo(Set.of(1L, 2L).hashCode());
        assertThatThrownBy(() -> Tuple.of().get(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
