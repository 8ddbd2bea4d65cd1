/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The components of a record by their names. The class is looked into once. */
final class Components {
    private static final ClassValue<Components> KNOWN = new ClassValue<>() {
        @Override
        protected Components computeValue(Class<?> type) {
            return new Components(type);
        }
    };

    private record Component(String name, Class<?> type, boolean optional, Method accessor) {}

    private final Class<?> type;
    private final List<Component> all = new ArrayList<>();
    private final Constructor<?> constructor;

    private Components(Class<?> type) {
        this.type = type;
        List<Class<?>> types = new ArrayList<>();
        for (RecordComponent each : type.getRecordComponents()) {
            Method accessor = each.getAccessor();
            accessor.setAccessible(true);
            boolean optional = each.getAnnotatedType().isAnnotationPresent(Nullable.class);
            all.add(new Component(each.getName(), each.getType(), optional, accessor));
            types.add(each.getType());
        }
        try {
            constructor = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no canonical constructor", e);
        }
    }

    static Components of(Class<? extends Record> type) {
        return KNOWN.get(type);
    }

    Map<String, @Nullable Object> of(Record record) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Component each : all) {
            try {
                values.put(each.name, each.accessor.invoke(record));
            } catch (InvocationTargetException e) {
                throw new IllegalStateException(
                        each.name + " of " + type.getName() + " cannot be read: " + e.getTargetException(),
                        e.getTargetException());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(each.name + " of " + type.getName() + " cannot be read", e);
            }
        }
        return values;
    }

    Object made(Map<String, @Nullable Object> state) {
        @Nullable Object[] values = new @Nullable Object[all.size()];
        for (int i = 0; i < values.length; i++) {
            Component each = all.get(i);
            Object given = state.get(each.name);
            if (given == null && !each.optional) {
                throw new IllegalArgumentException(each.name + ": missing or None (expected: a "
                        + each.type.getSimpleName() + "; @Nullable makes it optional)");
            }
            values[i] = Conversions.to(each.type, given, each.name);
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getTargetException().getMessage()), e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName(), e);
        }
    }
}
