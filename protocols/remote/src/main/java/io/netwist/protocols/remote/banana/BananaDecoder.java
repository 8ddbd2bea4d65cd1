/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.banana;

import io.netty.buffer.ByteBuf;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes expressions of bytes: Long, or BigInteger for what is larger, Double, {@link ByteString} and unmodifiable lists.
 *
 * <p>Contract: however the input is cut, the same expressions come out, in time linear in its length; what is held is one
 * expression, within the limits; nothing recurses. After an error the decoder is of no further use.
 */
public final class BananaDecoder {
    private static final int FIRST_STRING = 1024;

    private final BananaLimits limits;
    private @Nullable Dialect dialect;

    /** Lists that have begun, the innermost last. */
    private final List<Open> open = new ArrayList<>();

    /** Digits of the number that has begun, the lowest first. */
    private final byte[] digits;

    private int digitCount;

    /** The string that has begun; null if none has. */
    private byte @Nullable [] string;

    private int stringLength;
    private int stringRead;

    /** Bytes of the double that has begun; below 0 if none has. */
    private int doubleRead = -1;

    private long doubleBits;
    private long messageBytes;

    /** A list that has begun. */
    private static final class Open {
        final ArrayList<Object> elements = new ArrayList<>();
        final int wanted;

        Open(int wanted) {
            this.wanted = wanted;
        }
    }

    /**
     * Makes one that knows no dialect yet.
     *
     * @param limits what is taken at most
     */
    public BananaDecoder(BananaLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.digits = new byte[limits.prefixDigits()];
    }

    /**
     * Says what is spoken from the next expression on.
     *
     * @param chosen the dialect
     * @return this
     */
    public BananaDecoder dialect(Dialect chosen) {
        dialect = chosen;
        return this;
    }

    /**
     * Takes bytes up to the end of one expression.
     *
     * @param bytes what has come; read as far as it was needed
     * @return the expression, or null if more bytes are needed
     * @throws BananaException if the bytes are none, or beyond a limit, which it names
     */
    public @Nullable Object next(ByteBuf bytes) {
        while (bytes.isReadable()) {
            Object element = element(bytes);
            if (element != null) {
                Object whole = place(element);
                if (whole != null) {
                    messageBytes = 0;
                    return whole;
                }
            }
            if (messageBytes > limits.messageBytes()) {
                throw new BananaException("expression: more than " + limits.messageBytes() + " bytes");
            }
        }
        return null;
    }

    /** One element, or null: a list that begins, or one that is not complete. */
    private @Nullable Object element(ByteBuf bytes) {
        if (string != null) {
            return readString(bytes, string);
        }
        if (doubleRead >= 0) {
            return readDouble(bytes);
        }
        int b = bytes.readUnsignedByte();
        messageBytes++;
        if (b < 0x80) {
            if (digitCount == digits.length) {
                throw new BananaException("number: more than " + digits.length + " digits");
            }
            digits[digitCount++] = (byte) b;
            return null;
        }
        return begin(b);
    }

    private @Nullable Object begin(int type) {
        switch (type) {
            case BananaEncoder.LIST -> {
                return list(small("list"));
            }
            case BananaEncoder.INT, BananaEncoder.LONGINT -> {
                return integer(false);
            }
            case BananaEncoder.NEG, BananaEncoder.LONGNEG -> {
                return integer(true);
            }
            case BananaEncoder.STRING -> {
                stringLength = small("string");
                stringRead = 0;
                if (stringLength == 0) {
                    return ByteString.over(new byte[0]);
                }
                string = new byte[Math.min(FIRST_STRING, stringLength)];
                return null;
            }
            case BananaEncoder.FLOAT -> {
                digitCount = 0;
                doubleRead = 0;
                doubleBits = 0;
                return null;
            }
            case BananaEncoder.VOCAB -> {
                if (dialect != Dialect.PB) {
                    throw new BananaException("a number for a word, without a dialect that has them");
                }
                return Vocabulary.word(small("vocabulary"));
            }
            default -> throw new BananaException("type: 0x" + Integer.toHexString(type) + " (expected: 0x80 to 0x87)");
        }
    }

    private @Nullable Object list(int size) {
        if (size == 0) {
            return List.of();
        }
        if (open.size() == limits.depth()) {
            throw new BananaException("lists within lists: more than " + limits.depth());
        }
        open.add(new Open(size));
        return null;
    }

    private @Nullable Object readString(ByteBuf bytes, byte[] so) {
        byte[] into = so;
        int count = Math.min(bytes.readableBytes(), stringLength - stringRead);
        if (stringRead + count > into.length) {
            // The header alone must not cost its length.
            into = Arrays.copyOf(into, Math.min(stringLength, Math.max(2 * into.length, stringRead + count)));
            string = into;
        }
        bytes.readBytes(into, stringRead, count);
        stringRead += count;
        messageBytes += count;
        if (stringRead < stringLength) {
            return null;
        }
        string = null;
        return ByteString.over(into.length == stringLength ? into : Arrays.copyOf(into, stringLength));
    }

    private @Nullable Object readDouble(ByteBuf bytes) {
        while (doubleRead < Double.BYTES && bytes.isReadable()) {
            doubleBits = (doubleBits << 8) | bytes.readUnsignedByte();
            doubleRead++;
            messageBytes++;
        }
        if (doubleRead < Double.BYTES) {
            return null;
        }
        doubleRead = -1;
        return Double.longBitsToDouble(doubleBits);
    }

    /** A number that must not be large. */
    private int small(String what) {
        BigInteger number = digitCount > 8 ? big() : BigInteger.valueOf(low());
        digitCount = 0;
        if (number.bitLength() > 31 || number.intValue() > limits.longest()) {
            throw new BananaException(what + ": " + number + " (expected: at most " + limits.longest() + ")");
        }
        return number.intValue();
    }

    private Object integer(boolean negative) {
        if (digitCount <= 8) {
            long value = low();
            digitCount = 0;
            return negative ? -value : value;
        }
        BigInteger value = negative ? big().negate() : big();
        digitCount = 0;
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private long low() {
        long value = 0;
        for (int i = digitCount - 1; i >= 0; i--) {
            value = (value << 7) | digits[i];
        }
        return value;
    }

    private BigInteger big() {
        byte[] magnitude = new byte[(7 * digitCount + 7) / 8];
        for (int i = 0; i < digitCount; i++) {
            int bit = 7 * i;
            int at = magnitude.length - 1 - bit / 8;
            int shifted = digits[i] << (bit % 8);
            magnitude[at] |= (byte) shifted;
            if (shifted > 0xff) {
                magnitude[at - 1] |= (byte) (shifted >> 8);
            }
        }
        return new BigInteger(1, magnitude);
    }

    /** Puts an element into the list it belongs to; gives the expression when it is complete. */
    private @Nullable Object place(Object element) {
        Object done = element;
        while (!open.isEmpty()) {
            Open innermost = open.get(open.size() - 1);
            innermost.elements.add(done);
            if (innermost.elements.size() < innermost.wanted) {
                return null;
            }
            open.remove(open.size() - 1);
            done = Collections.unmodifiableList(innermost.elements);
        }
        return done;
    }
}
