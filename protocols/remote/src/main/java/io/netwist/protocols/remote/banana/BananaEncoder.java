/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.banana;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes bytes of expressions: integers (Integer, Long, Short, Byte, BigInteger, and Boolean as 1 and 0), Double and Float,
 * {@link ByteString}, byte[], and lists of these.
 *
 * <p>Text is refused, as Twisted does: whether {@code "x"} is text or bytes is not for this layer to decide.
 */
public final class BananaEncoder {
    static final int LIST = 0x80;
    static final int INT = 0x81;
    static final int STRING = 0x82;
    static final int NEG = 0x83;
    static final int FLOAT = 0x84;
    static final int LONGINT = 0x85;
    static final int LONGNEG = 0x86;
    static final int VOCAB = 0x87;

    private final Dialect dialect;
    private final BananaLimits limits;

    /**
     * Makes one.
     *
     * @param dialect whether numbers stand for words
     * @param limits what is sent at most
     */
    public BananaEncoder(Dialect dialect, BananaLimits limits) {
        this.dialect = Objects.requireNonNull(dialect, "dialect");
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /**
     * Makes bytes of an expression.
     *
     * @param expression the expression
     * @param allocator where the buffer comes from
     * @return belongs to the caller
     * @throws BananaException if the expression has something in it that cannot be sent; nothing is left behind then
     */
    public ByteBuf encode(Object expression, ByteBufAllocator allocator) {
        ByteBuf out = allocator.buffer();
        try {
            write(expression, out);
            return out.retain();
        } finally {
            out.release();
        }
    }

    /** Without recursion, whose depth a list could choose. */
    private void write(@Nullable Object expression, ByteBuf out) {
        Deque<Iterator<?>> open = new ArrayDeque<>();
        Object next = expression;
        for (; ; ) {
            if (next instanceof List<?> list) {
                if (open.size() == limits.depth()) {
                    throw new BananaException("lists within lists: more than " + limits.depth());
                }
                header(checked("list", list.size()), LIST, out);
                open.push(list.iterator());
            } else {
                element(next, out);
            }
            if (out.readableBytes() > limits.messageBytes()) {
                throw new BananaException("expression: more than " + limits.messageBytes() + " bytes");
            }
            while (!open.isEmpty() && !open.element().hasNext()) {
                open.pop();
            }
            if (open.isEmpty()) {
                return;
            }
            next = open.element().next();
        }
    }

    private void element(@Nullable Object element, ByteBuf out) {
        if (element instanceof ByteString string) {
            string(string, out);
        } else if (element instanceof byte[] bytes) {
            string(ByteString.over(bytes), out);
        } else if (element instanceof BigInteger integer) {
            integer(integer, out);
        } else if (element instanceof Integer
                || element instanceof Long
                || element instanceof Short
                || element instanceof Byte) {
            integer(((Number) element).longValue(), out);
        } else if (element instanceof Boolean bool) {
            integer(bool ? 1 : 0, out);
        } else if (element instanceof Double || element instanceof Float) {
            out.writeByte(FLOAT).writeDouble(((Number) element).doubleValue());
        } else {
            throw new BananaException("Banana cannot send "
                    + (element == null ? "null" : element.getClass().getName() + " objects"));
        }
    }

    private void string(ByteString string, ByteBuf out) {
        Integer number = dialect == Dialect.PB ? Vocabulary.number(string) : null;
        if (number != null) {
            header(number, VOCAB, out);
        } else {
            header(checked("string", string.length()), STRING, out);
            out.writeBytes(string.array());
        }
    }

    private int checked(String what, int length) {
        if (length > limits.longest()) {
            throw new BananaException(what + ": " + length + " (expected: at most " + limits.longest() + ")");
        }
        return length;
    }

    private static void integer(long value, ByteBuf out) {
        if (value >= 0) {
            header(value, value <= Integer.MAX_VALUE ? INT : LONGINT, out);
        } else if (value >= Integer.MIN_VALUE) {
            header(-value, NEG, out);
        } else {
            // The absolute value of the smallest long is read as unsigned.
            header(-value, LONGNEG, out);
        }
    }

    private void integer(BigInteger value, ByteBuf out) {
        if (value.bitLength() < Long.SIZE) {
            integer(value.longValue(), out);
            return;
        }
        BigInteger rest = value.abs();
        if (rest.bitLength() > limits.integerBits()) {
            throw new BananaException("int is too large to send: " + value.bitLength() + " bits (expected: at most "
                    + limits.integerBits() + ")");
        }
        while (rest.signum() != 0) {
            out.writeByte(rest.intValue() & 0x7f);
            rest = rest.shiftRight(7);
        }
        out.writeByte(value.signum() > 0 ? LONGINT : LONGNEG);
    }

    private static void header(long number, int type, ByteBuf out) {
        long rest = number;
        do {
            out.writeByte((int) (rest & 0x7f));
            rest >>>= 7;
        } while (rest != 0);
        out.writeByte(type);
    }
}
