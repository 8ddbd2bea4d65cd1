/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.testing.Spec;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    /** Where the types of lists come from. */
    private record Lists(List<Integer> numbers, List<String> texts, List<List<Integer>> nested) {}

    @SuppressWarnings("unchecked")
    private static <T> Argument<T> of(Type type) {
        return (Argument<T>) Arguments.of(type, "here");
    }

    private static <T> Argument<T> list(int component) {
        return of(Lists.class.getRecordComponents()[component].getGenericType());
    }

    private static <T> String text(Class<T> type, T value) throws Exception {
        return new String(ArgumentsTest.<T>of(type).encode(value), StandardCharsets.UTF_8);
    }

    private static <T> T value(Class<T> type, String text) throws Exception {
        return ArgumentsTest.<T>of(type).decode(text.getBytes(StandardCharsets.UTF_8));
    }

    @Spec("AMP-044")
    @Test
    void integersOfAnySize() throws Exception {
        BigInteger big = BigInteger.TWO.pow(70);
        assertThat(text(BigInteger.class, big)).isEqualTo("1180591620717411303424");
        assertThat(value(BigInteger.class, "1180591620717411303424")).isEqualTo(big);
        assertThat(text(Integer.class, -1)).isEqualTo("-1");
        assertThat(value(Integer.class, " 1")).isEqualTo(1);
        assertThat(value(Integer.class, "1_0")).isEqualTo(10);
        assertThat(value(Integer.class, "-0")).isZero();
        assertThat(value(Long.class, "+5")).isEqualTo(5);
        for (String wrong : List.of("0x1", "", "1__0", "_1", "1.0", "9".repeat(5000))) {
            assertThatThrownBy(() -> value(BigInteger.class, wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("integer: ");
        }
        assertThatThrownBy(() -> value(Integer.class, "2147483648")).hasMessageContaining("32 bits");
        assertThat(value(Integer.class, "-2147483648")).isEqualTo(Integer.MIN_VALUE);
    }

    @Spec("AMP-045")
    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "1.0, 1.0",
        "1e16, 1e+16",
        "1e15, 1000000000000000.0",
        "1e-5, 1e-05",
        "0.0001, 0.0001",
        "123456789012345678, 1.2345678901234568e+17",
        "Infinity, inf",
        "-Infinity, -inf",
        "NaN, nan",
        "1e22, 1e+22",
        "4.9E-324, 5e-324",
        "1.7976931348623157E308, 1.7976931348623157e+308",
        "2.5, 2.5",
        "100, 100.0",
        "-1.5e-7, -1.5e-07",
        "2.0E-3, 0.002",
        "9007199254740993, 9007199254740992.0",
        "2.2250738585072014E-308, 2.2250738585072014e-308"
    })
    void floatsAsPythonPrintsThem(double number, String text) throws Exception {
        assertThat(text(Double.class, number)).isEqualTo(text);
        assertThat(value(Double.class, text)).isEqualTo(Double.valueOf(number));
    }

    @Spec("AMP-045")
    @Test
    void floatsAsPythonReadsThem() throws Exception {
        assertThat(value(Double.class, "1")).isEqualTo(1);
        assertThat(value(Double.class, "1e5")).isEqualTo(100_000);
        assertThat(value(Double.class, " 1.5 ")).isEqualTo(1.5);
        assertThat(value(Double.class, "1_0.5")).isEqualTo(10.5);
        assertThat(value(Double.class, ".5")).isEqualTo(0.5);
        assertThat(value(Double.class, "5.")).isEqualTo(5);
        for (String wrong : List.of("0x1p3", "1d", "1f", "", "1e", "e5", ".")) {
            assertThatThrownBy(() -> value(Double.class, wrong)).hasMessageStartingWith("float: ");
        }
    }

    @Spec("AMP-046")
    @Test
    void booleansAreExact() throws Exception {
        assertThat(text(Boolean.class, true)).isEqualTo("True");
        assertThat(value(Boolean.class, "False")).isFalse();
        for (String wrong : List.of("true", "1", "")) {
            assertThatThrownBy(() -> value(Boolean.class, wrong)).hasMessageStartingWith("boolean: " + wrong);
        }
    }

    @Spec({"AMP-047", "AMP-048"})
    @Test
    void textIsStrict() throws Exception {
        byte[] bytes = {0, (byte) 0xff};
        assertThat(ArgumentsTest.<byte[]>of(byte[].class).decode(bytes)).isEqualTo(bytes);
        assertThat(ArgumentsTest.<byte[]>of(byte[].class).encode(bytes)).isEqualTo(bytes);
        assertThat(value(String.class, "\ud83d\ude00")).isEqualTo("\ud83d\ude00");
        assertThatThrownBy(() -> ArgumentsTest.<String>of(String.class).decode(new byte[] {(byte) 0xff}))
                .isInstanceOf(CharacterCodingException.class);
        assertThatThrownBy(() -> text(String.class, "\ud83d")).isInstanceOf(CharacterCodingException.class);
    }

    @Spec({"AMP-049", "AMP-050"})
    @Test
    void listsOfEveryTypeNestAndMayNotEndTooEarly() throws Exception {
        assertThat(ArgumentsTest.<List<Integer>>list(0).encode(List.of(1, 20, 500)))
                .asHexString()
                .isEqualToIgnoringCase("000131000232300003353030");
        assertThat(ArgumentsTest.<List<String>>list(1).encode(List.of("a", "")))
                .asHexString()
                .isEqualToIgnoringCase("0001610000");
        Argument<List<List<Integer>>> nested = list(2);
        assertThat(nested.decode(nested.encode(List.of(List.of(), List.of(1, 2)))))
                .isEqualTo(List.of(List.of(), List.of(1, 2)));
        assertThat(ArgumentsTest.<List<Integer>>list(0).decode(new byte[0])).isEmpty();
        for (byte[] wrong : List.of(new byte[] {0, 1, '1', 0, 2, '2'}, new byte[] {0, 1, '1', 0, 2}, new byte[] {0})) {
            assertThatThrownBy(() -> list(0).decode(wrong)).hasMessageContaining("in the middle of an element");
        }
    }

    @Spec("AMP-052")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1.50",
                "1E+2",
                "-0",
                "0E-10",
                "1E-7",
                "1.23E+5",
                "Infinity",
                "-Infinity",
                "NaN",
                "sNaN",
                "-sNaN",
                "NaN123"
            })
    void decimalsKeepTheirForm(String text) throws Exception {
        assertThat(text(Decimal.class, new Decimal(text))).isEqualTo(text);
        assertThat(value(Decimal.class, text)).isEqualTo(new Decimal(text));
    }

    @Spec("AMP-052")
    @Test
    void decimalsAsPythonReadsThem() throws Exception {
        assertThat(value(Decimal.class, "1_0").text()).isEqualTo("10");
        assertThat(value(Decimal.class, " 1 ").text()).isEqualTo("1");
        assertThat(value(Decimal.class, "inf").text()).isEqualTo("Infinity");
        assertThat(value(Decimal.class, "1e5").text()).isEqualTo("1E+5");
        assertThat(value(BigDecimal.class, "1.50")).isEqualTo(new BigDecimal("1.50"));
        assertThatThrownBy(() -> value(Decimal.class, "abc")).hasMessageStartingWith("decimal: abc");
        assertThatThrownBy(() -> value(BigDecimal.class, "NaN")).isInstanceOf(ArithmeticException.class);
    }

    @Spec("AMP-053")
    @ParameterizedTest
    @CsvSource({
        "2024-10-18T21:07:28.000345Z, 2024-10-18T21:07:28.000345-00:00",
        "2024-10-18T21:07:28+05:30, 2024-10-18T21:07:28.000000+05:30",
        "2024-10-18T21:07:28-05:30, 2024-10-18T21:07:28.000000-05:30",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00.000000-00:00"
    })
    void datesWithTimes(OffsetDateTime moment, String text) throws Exception {
        assertThat(text(OffsetDateTime.class, moment)).isEqualTo(text);
        assertThat(value(OffsetDateTime.class, text)).isEqualTo(moment);
    }

    @Spec("AMP-053")
    @Test
    void datesAsPythonReadsThem() throws Exception {
        OffsetDateTime moment = OffsetDateTime.of(2024, 10, 18, 21, 7, 28, 345_000, ZoneOffset.UTC);
        for (String right : List.of(
                "2024-10-18T21:07:28.000345+00:00",
                "2024-10-18 21:07:28.000345+00:00",
                "2024x10x18x21x07x28x000345-00x00")) {
            assertThat(value(OffsetDateTime.class, right)).isEqualTo(moment);
        }
        for (String wrong : List.of(
                "2024-10-18T21:07:28.000345Z",
                "2024-10-18T21:07:28.000345*00:00",
                "2024-13-18T21:07:28.000345+00:00")) {
            assertThatThrownBy(() -> value(OffsetDateTime.class, wrong)).hasMessageStartingWith("date and time: ");
        }
        assertThatThrownBy(() -> text(OffsetDateTime.class, moment.withNano(1))).hasMessageContaining("microseconds");
    }

    @Spec("AMP-051")
    @Test
    void rowsMayNotEndTooEarly() throws Exception {
        record Row(int x) {}
        record Table(List<Row> rows) {}
        Amp amp = new Amp();
        RecordCodec<Table> codec = RecordCodec.of(Table.class);
        Box box = codec.box(new Table(List.of(new Row(1), new Row(2))), amp);
        assertThat(codec.value(box, amp)).isEqualTo(new Table(List.of(new Row(1), new Row(2))));
        assertThat(codec.value(new Box().put("rows", ""), amp)).isEqualTo(new Table(List.of()));
        assertThatThrownBy(() -> codec.value(new Box().put("rows", "\0\1x\0\0011"), amp))
                .hasMessageContaining("in the middle of a row");
    }

    /** Takes two keys and asks the connection. */
    private static final class Pair implements Argument<int[]> {
        @Override
        public byte[] encode(int[] value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int[] decode(byte[] bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void toBox(String key, int[] value, Box box, Amp amp) {
            box.put(key + "-first", Integer.toString(value[0])).put(key + "-second", Integer.toString(value[1]));
        }

        @Override
        public int[] fromBox(String key, Box box, Amp amp) {
            return new int[] {
                Integer.parseInt(String.valueOf(box.text(key + "-first"))),
                Integer.parseInt(String.valueOf(box.text(key + "-second")))
            };
        }
    }

    @Spec({"AMP-042", "AMP-056"})
    @Test
    void aTypeOfOnesOwnMayTakeSeveralKeys() {
        @SuppressWarnings("ArrayRecordComponent") // A type of one's own may be anything.
        record Own(@Command.As(Pair.class) int[] pair) {}
        Amp amp = new Amp();
        RecordCodec<Own> codec = RecordCodec.of(Own.class);
        Box box = codec.box(new Own(new int[] {1, 2}), amp);
        assertThat(box.keys()).containsExactly("pair-first", "pair-second");
        assertThat(codec.value(box, amp).pair()).containsExactly(1, 2);
        record Odd(Thread thread) {}
        assertThatThrownBy(() -> RecordCodec.of(Odd.class)).hasMessageContaining("thread is of type java.lang.Thread");
    }

    @Spec("AMP-022")
    @Test
    void aCommandSaysWhatItsResultIs() {
        record NoResult() implements Command<String> {}
        assertThat(CommandType.of(Commands.Sum.class).name()).isEqualTo("Sum");
        assertThatThrownBy(() -> CommandType.of(NoResult.class)).hasMessageContaining("Command<a record>");
    }
}
