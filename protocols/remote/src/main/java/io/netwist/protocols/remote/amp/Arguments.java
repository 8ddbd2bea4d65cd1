/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of arguments that need no declaration. */
final class Arguments {
    private static final Map<Class<?>, Argument<?>> KNOWN = new HashMap<>();

    private Arguments() {}

    /** Reads and writes text. */
    private interface Textual<T> extends Argument<T> {
        String write(T value) throws Exception;

        T read(String text) throws Exception;

        @Override
        default byte[] encode(T value) throws Exception {
            return write(value).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        default T decode(byte[] bytes) throws Exception {
            return read(utf8(bytes));
        }
    }

    private interface Writer<T> {
        String write(T value) throws Exception;
    }

    private interface Reader<T> {
        T read(String text) throws Exception;
    }

    private static <T> void known(Class<T> type, Writer<T> writer, Reader<T> reader) {
        KNOWN.put(type, new Textual<T>() {
            @Override
            public String write(T value) throws Exception {
                return writer.write(value);
            }

            @Override
            public T read(String text) throws Exception {
                return reader.read(text);
            }
        });
    }

    static {
        known(BigInteger.class, BigInteger::toString, Numbers::integer);
        known(Long.class, l -> Long.toString(l), text -> fits(text, 64).longValue());
        known(Integer.class, i -> Integer.toString(i), text -> fits(text, 32).intValue());
        known(Double.class, Numbers::text, Numbers::floating);
        known(Float.class, f -> Numbers.text(f), text -> (float) Numbers.floating(text));
        known(Boolean.class, b -> b ? "True" : "False", Arguments::bool);
        known(String.class, Arguments::wellFormed, text -> text);
        known(Path.class, Path::toString, Path::of);
        known(BigDecimal.class, BigDecimal::toString, text -> new Decimal(text).toBigDecimal());
        known(Decimal.class, Decimal::text, Decimal::new);
        known(OffsetDateTime.class, Moments::text, Moments::moment);
        KNOWN.put(byte[].class, new Argument<byte[]>() {
            @Override
            public byte[] encode(byte[] value) {
                return value;
            }

            @Override
            public byte[] decode(byte[] bytes) {
                return bytes;
            }
        });
        KNOWN.put(ByteBuffer.class, new Argument<ByteBuffer>() {
            @Override
            public byte[] encode(ByteBuffer value) {
                byte[] bytes = new byte[value.remaining()];
                value.duplicate().get(bytes);
                return bytes;
            }

            @Override
            public ByteBuffer decode(byte[] bytes) {
                return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
            }
        });
        KNOWN.put(long.class, KNOWN.get(Long.class));
        KNOWN.put(int.class, KNOWN.get(Integer.class));
        KNOWN.put(double.class, KNOWN.get(Double.class));
        KNOWN.put(float.class, KNOWN.get(Float.class));
        KNOWN.put(boolean.class, KNOWN.get(Boolean.class));
    }

    /** How values of a type are sent. */
    static Argument<?> of(Type type, String where) {
        if (type instanceof Class<?> simple) {
            Argument<?> known = KNOWN.get(simple);
            if (known != null) {
                return known;
            }
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            Type element = generic.getActualTypeArguments()[0];
            return element instanceof Class<?> row && row.isRecord()
                    ? new RowsArgument<>(RecordCodec.of(row))
                    : new ListArgument<>(of(element, where));
        }
        throw new IllegalArgumentException(where + " is of type " + type.getTypeName()
                + " (expected: one of those that Argument lists, or the annotation @Command.As)");
    }

    private static BigInteger fits(String text, int bits) {
        BigInteger integer = Numbers.integer(text);
        if (integer.bitLength() >= bits) {
            throw new IllegalArgumentException(
                    "integer: " + Texts.shown(text) + " (expected: one of " + bits + " bits)");
        }
        return integer;
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "True" -> true;
            case "False" -> false;
            default ->
                throw new IllegalArgumentException("boolean: " + Texts.shown(text) + " (expected: True or False)");
        };
    }

    private static String wellFormed(String text) throws CharacterCodingException {
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        return text;
    }

    /** Text that is no UTF-8 is refused, not mended. */
    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /** Twisted's ListOf: each element with its length before it. */
    private record ListArgument<T>(Argument<T> element) implements Argument<List<T>> {
        @Override
        public byte[] encode(List<T> values) throws Exception {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (T value : values) {
                byte[] encoded = element.encode(value);
                if (encoded.length > Box.LONGEST_VALUE) {
                    throw new TooLongException(false, true, encoded.length, "an element");
                }
                bytes.write(encoded.length >> 8);
                bytes.write(encoded.length);
                bytes.writeBytes(encoded);
            }
            return bytes.toByteArray();
        }

        @Override
        public List<T> decode(byte[] bytes) throws Exception {
            List<T> values = new ArrayList<>();
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                int length = rest.remaining() < 2 ? Integer.MAX_VALUE : rest.getShort() & 0xffff;
                if (length > rest.remaining()) {
                    throw new IllegalArgumentException(
                            "a list ends in the middle of an element, after " + values.size() + " whole ones");
                }
                byte[] encoded = new byte[length];
                rest.get(encoded);
                values.add(element.decode(encoded));
            }
            return Collections.unmodifiableList(values);
        }
    }

    /** Twisted's AmpList: boxes, one after the other. */
    private record RowsArgument<T>(RecordCodec<T> row) implements Argument<List<T>> {
        @Override
        public byte[] encode(List<T> values) {
            throw new UnsupportedOperationException("rows need the connection");
        }

        @Override
        public List<T> decode(byte[] bytes) {
            throw new UnsupportedOperationException("rows need the connection");
        }

        @Override
        public void toBox(String key, List<T> values, Box box, Amp amp) throws Exception {
            ByteBuf bytes = Unpooled.buffer();
            for (T value : values) {
                row.box(value, amp).writeTo(bytes);
            }
            byte[] encoded = new byte[bytes.readableBytes()];
            bytes.readBytes(encoded);
            box.put(key, encoded);
        }

        @Override
        public @Nullable List<T> fromBox(String key, Box box, Amp amp) throws Exception {
            byte[] bytes = box.get(key);
            if (bytes == null) {
                return null;
            }
            List<T> values = new ArrayList<>();
            BoxParser parser = new BoxParser(bytes.length);
            ByteBuf rest = Unpooled.wrappedBuffer(bytes);
            for (Box next = parser.next(rest); next != null; next = parser.next(rest)) {
                values.add(row.value(next, amp));
            }
            if (rest.isReadable() || parser.isMidway()) {
                throw new IllegalArgumentException(
                        "a list of rows ends in the middle of a row, after " + values.size() + " whole ones");
            }
            return Collections.unmodifiableList(values);
        }
    }
}
