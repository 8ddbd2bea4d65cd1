/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes boxes of records of one class, and records of boxes. The class is looked into once.
 *
 * @param <T> the record
 */
final class RecordCodec<T> {
    private static final ClassValue<RecordCodec<?>> KNOWN = new ClassValue<>() {
        @Override
        protected RecordCodec<?> computeValue(Class<?> type) {
            return new RecordCodec<>(type);
        }
    };

    /** A component of the record. */
    private record Field(String key, Argument<Object> type, boolean optional, Method accessor) {}

    private final Class<T> type;
    private final List<Field> fields = new ArrayList<>();
    private final Constructor<T> constructor;

    private RecordCodec(Class<T> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " (expected: a record)");
        }
        this.type = type;
        List<Class<?>> parameters = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            parameters.add(component.getType());
            fields.add(field(component));
        }
        try {
            constructor = type.getDeclaredConstructor(parameters.toArray(Class<?>[]::new));
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no canonical constructor", e);
        }
    }

    @SuppressWarnings("unchecked")
    static <T> RecordCodec<T> of(Class<T> type) {
        return (RecordCodec<T>) KNOWN.get(type);
    }

    @SuppressWarnings("unchecked")
    private static Field field(RecordComponent component) {
        String where = component.getDeclaringRecord().getName() + "." + component.getName();
        Command.Key key = component.getAnnotation(Command.Key.class);
        Command.As as = component.getAnnotation(Command.As.class);
        Argument<?> argument =
                as == null ? Arguments.of(component.getGenericType(), where) : instance(as.value(), where);
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return new Field(
                key == null ? component.getName() : key.value(), (Argument<Object>) argument, optional, accessor);
    }

    private static Argument<?> instance(Class<? extends Argument<?>> type, String where) {
        try {
            Constructor<? extends Argument<?>> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    where + ": " + type.getName() + " (expected: a class with a constructor without parameters)", e);
        }
    }

    /** The values in a box. */
    Box box(T value, Amp amp) {
        Box box = new Box();
        for (Field field : fields) {
            try {
                Object component = field.accessor.invoke(value);
                if (component != null) {
                    field.type.toBox(field.key, component, box, amp);
                } else if (!field.optional) {
                    throw new InvalidSignatureException(field.key + " of " + type.getName()
                            + ": null (expected: a value; @Nullable makes it optional)");
                }
            } catch (AmpException e) {
                throw e;
            } catch (Exception e) {
                Throwable cause = e instanceof InvocationTargetException wrapped ? wrapped.getTargetException() : e;
                InvalidSignatureException wrong = new InvalidSignatureException(
                        field.key + " of " + type.getName() + " cannot be sent: " + cause.getMessage());
                wrong.initCause(cause);
                throw wrong;
            }
        }
        return box;
    }

    /**
     * The values of a box. Keys of no component are ignored.
     *
     * @throws IllegalArgumentException if the box lacks a value or has one that does not fit
     */
    T value(Box box, Amp amp) {
        Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            Field field = fields.get(i);
            try {
                values[i] = field.type.fromBox(field.key, box, amp);
            } catch (Exception e) {
                throw new IllegalArgumentException(field.key + " of " + type.getName() + ": " + e.getMessage(), e);
            }
            if (values[i] == null && !field.optional) {
                throw new IllegalArgumentException(field.key + " of " + type.getName() + " is missing in " + box);
            }
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    type.getName() + " refuses " + box + ": "
                            + e.getTargetException().getMessage(),
                    e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName(), e);
        }
    }
}
