/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.jelly.Tuple;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes what a parameter or a result is declared as of what has come. Text never becomes bytes, nor bytes text. */
final class Conversions {
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            boolean.class, Boolean.class,
            byte.class, Byte.class,
            short.class, Short.class,
            int.class, Integer.class,
            long.class, Long.class,
            float.class, Float.class,
            double.class, Double.class,
            char.class, Character.class);

    private Conversions() {}

    /**
     * Converts.
     *
     * @throws WrongArgumentsException if it is something else
     */
    static @Nullable Object to(Class<?> wanted, @Nullable Object value, String what) {
        if (value == null) {
            if (wanted.isPrimitive()) {
                throw wrong(wanted, "None", what);
            }
            return null;
        }
        Class<?> type = BOXES.getOrDefault(wanted, wanted);
        if (type.isInstance(value)) {
            return value;
        }
        Object converted = null;
        if (value instanceof Long || value instanceof BigInteger) {
            converted = integer(type, (Number) value);
        } else if (value instanceof Double number && type == Float.class) {
            converted = number.floatValue();
        } else if (value instanceof ByteString bytes && type == byte[].class) {
            converted = bytes.toByteArray();
        } else if (value instanceof Tuple tuple && type.isAssignableFrom(List.class)) {
            converted = tuple.asList();
        } else if (value instanceof RemoteReference reference && type.isInterface()) {
            converted = reference.as(type);
        }
        if (converted == null) {
            throw wrong(wanted, value.getClass().getSimpleName(), what);
        }
        return converted;
    }

    private static @Nullable Object integer(Class<?> type, Number value) {
        if (type == BigInteger.class) {
            return BigInteger.valueOf(value.longValue());
        }
        if (type == Double.class) {
            return value.doubleValue();
        }
        if (!(value instanceof Long)) {
            return null;
        }
        long number = value.longValue();
        if (type == Integer.class && number == (int) number) {
            return (int) number;
        }
        if (type == Short.class && number == (short) number) {
            return (short) number;
        }
        return type == Byte.class && number == (byte) number ? (Object) (byte) number : null;
    }

    private static WrongArgumentsException wrong(Class<?> wanted, String given, String what) {
        return new WrongArgumentsException(what + ": " + given + " (expected: " + wanted.getSimpleName() + ")");
    }
}
