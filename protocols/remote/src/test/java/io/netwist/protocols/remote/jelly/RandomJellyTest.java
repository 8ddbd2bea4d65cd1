/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.remote.banana.BananaDecoder;
import io.netwist.protocols.remote.banana.BananaEncoder;
import io.netwist.protocols.remote.banana.BananaException;
import io.netwist.protocols.remote.banana.BananaLimits;
import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.banana.Dialect;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever comes, there is a value or a refusal; with the same seed, the same inputs. {@code -Dnetwist.fuzz=N} makes N. */
class RandomJellyTest {
    private static final int INPUTS = Integer.getInteger("netwist.fuzz", 10_000);
    private static final BananaLimits LIMITS = BananaLimits.defaults();
    private static final Jelly JELLY = new Jelly(SecurityOptions.defaults().withClass(Pond.TYPE));
    private static final List<String> TAGS = List.of(
            "None",
            "boolean",
            "true",
            "unicode",
            "list",
            "tuple",
            "dictionary",
            "set",
            "frozenset",
            "decimal",
            "datetime",
            "date",
            "time",
            "timedelta",
            "reference",
            "dereference",
            "unpersistable",
            "persistent",
            "class",
            "instance",
            "__main__.Cp",
            "a.B",
            "1 2 3",
            "2024 10 18 21 7 28 345",
            "remote",
            "");

    private final Random random = new Random(20_241_018);

    /** A list that is nearly jelly. */
    private Object expression(int depth) {
        int kind = random.nextInt(depth > 12 ? 4 : 12);
        if (kind == 0) {
            return (long) random.nextInt(4);
        }
        if (kind == 1) {
            return random.nextBoolean() ? (Object) random.nextDouble() : new BigInteger(200, random);
        }
        if (kind <= 3) {
            return ByteString.of(TAGS.get(random.nextInt(TAGS.size())));
        }
        List<Object> list = new ArrayList<>();
        if (kind < 9) {
            int tag = random.nextInt(TAGS.size());
            list.add(ByteString.of(TAGS.get(tag)));
            if (tag == 14 || tag == 15) {
                list.add((long) random.nextInt(4));
            }
        }
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            list.add(expression(depth + 1));
        }
        return list;
    }

    private static byte[] bytes(Object expression) {
        ByteBuf buffer = new BananaEncoder(Dialect.PB, LIMITS).encode(expression, UnpooledByteBufAllocator.DEFAULT);
        try {
            byte[] bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes);
            return bytes;
        } finally {
            buffer.release();
        }
    }

    private static @Nullable Object expression(byte[] bytes) {
        return new BananaDecoder(LIMITS).dialect(Dialect.PB).next(Unpooled.wrappedBuffer(bytes));
    }

    @Spec({"BAN-028", "JEL-016", "JEL-039", "JEL-041"})
    @Test
    void makesAValueOrRefusesWhateverComes() {
        int values = 0;
        int refusals = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = bytes(expression(0));
            for (int flips = random.nextInt(3); flips > 0 && input.length > 0; flips--) {
                input[random.nextInt(input.length)] = (byte) random.nextInt(256);
            }
            try {
                Object expression = expression(input);
                if (expression != null) {
                    JELLY.jelly(JELLY.unjelly(expression));
                    values++;
                }
            } catch (BananaException | JellyException e) {
                assertThat(e).hasMessageMatching("(?s).+");
                refusals++;
            }
        }
        assertThat(values).isGreaterThan(INPUTS / 20);
        assertThat(refusals).isGreaterThan(INPUTS / 20);
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth > 4 ? 10 : 15)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 ->
                new BigInteger(400, random).add(BigInteger.ONE.shiftLeft(64)).negate();
            case 4 -> random.nextGaussian();
            case 5 -> "text" + (char) (32 + random.nextInt(0x2000));
            case 6 ->
                ByteString.of(Long.toString(random.nextLong()).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            case 7 -> new BigDecimal(new BigInteger(80, random), random.nextInt(40) - 20);
            case 8 -> LocalDateTime.of(1 + random.nextInt(9999), 1, 2, 3, 4, 5, 1000 * random.nextInt(1_000_000));
            case 9 -> Duration.ofSeconds(random.nextInt(), 1000L * random.nextInt(1_000_000));
            case 10 -> elements(depth, new ArrayList<>());
            case 11 -> Tuple.copyOf(elements(depth, new ArrayList<>()));
            case 12 -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                keys().forEach(key -> map.put(key, value(depth + 1)));
                yield map;
            }
            case 13 -> keys();
            default -> FrozenSet.copyOf(keys());
        };
    }

    private List<@Nullable Object> elements(int depth, List<@Nullable Object> into) {
        for (int i = random.nextInt(5); i > 0; i--) {
            into.add(value(depth + 1));
        }
        return into;
    }

    private Set<@Nullable Object> keys() {
        Set<@Nullable Object> keys = new LinkedHashSet<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            keys.add(random.nextBoolean() ? value(20) : Tuple.of(value(20), value(20)));
        }
        return keys;
    }

    @Spec({"JEL-003", "JEL-004", "JEL-040"})
    @Test
    void whatIsSentComesBackAndIsSentTheSameAgain() {
        for (int i = 0; i < INPUTS; i++) {
            Object value = value(0);
            byte[] sent = bytes(JELLY.jelly(value));
            Object received = JELLY.unjelly(java.util.Objects.requireNonNull(expression(sent)));
            assertThat(received).isEqualTo(value);
            assertThat(bytes(JELLY.jelly(received))).isEqualTo(sent);
        }
    }
}
