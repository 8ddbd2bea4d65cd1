/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods of a class that may be called from afar. The class is looked into once. */
final class RemoteMethods {
    private static final ClassValue<RemoteMethods> KNOWN = new ClassValue<>() {
        @Override
        protected RemoteMethods computeValue(Class<?> type) {
            return new RemoteMethods(type);
        }
    };

    private final String className;
    private final Map<String, Known> methods = new HashMap<>();

    /**
     * A method, and what there is to know of its parameters.
     *
     * @param fixed how many there are, but for the next two
     * @param open whether an array takes what is left
     * @param named whether the last are the arguments by name
     */
    private record Known(
            Method method, List<Class<?>> types, List<String> names, int fixed, boolean open, boolean named) {
        static Known of(Method method) {
            Class<?>[] types = method.getParameterTypes();
            boolean named = types.length > 0 && types[types.length - 1] == Keywords.class;
            int positional = named ? types.length - 1 : types.length;
            boolean open = positional > 0 && types[positional - 1] == Object[].class;
            List<String> names = Arrays.stream(method.getParameters())
                    .map(Parameter::getName)
                    .toList();
            return new Known(method, List.of(types), names, open ? positional - 1 : positional, open, named);
        }
    }

    private RemoteMethods(Class<?> type) {
        this.className = type.getSimpleName();
        Set<String> overridden = new HashSet<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            add(each, overridden);
        }
        for (Class<?> each : interfaces(type, new ArrayList<>())) {
            add(each, overridden);
        }
    }

    private static List<Class<?>> interfaces(Class<?> type, List<Class<?>> all) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Class<?> one : each.getInterfaces()) {
                all.add(one);
                interfaces(one, all);
            }
        }
        return all;
    }

    private void add(Class<?> type, Set<String> overridden) {
        Set<String> here = new HashSet<>();
        for (Method method : type.getDeclaredMethods()) {
            Remote remote = method.getAnnotation(Remote.class);
            if (remote == null || method.isBridge()) {
                continue;
            }
            String name = remote.value().isEmpty() ? method.getName() : remote.value();
            if (!here.add(name)) {
                throw new IllegalArgumentException(
                        type.getName() + ": two remote methods with the name " + name + " (expected: one)");
            }
            if (overridden.add(name)) {
                method.setAccessible(true);
                methods.put(name, Known.of(method));
            }
        }
    }

    static RemoteMethods of(Class<?> type) {
        return KNOWN.get(type);
    }

    /**
     * Calls a method.
     *
     * @param prefix what Python's name of it begins with, for the message
     */
    @Nullable
    Object call(Object target, String prefix, String name, List<?> arguments, Map<String, @Nullable Object> keywords)
            throws Throwable {
        Known known = methods.get(name);
        if (known == null) {
            throw new NoSuchRemoteMethodException("No such method: " + prefix + name);
        }
        try {
            return known.method.invoke(target, arranged(known, arguments, keywords));
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            throw thrown == null ? e : thrown;
        }
    }

    private @Nullable Object[] arranged(Known known, List<?> arguments, Map<String, @Nullable Object> keywords) {
        @Nullable Object[] values = new @Nullable Object[known.types.size()];
        Map<String, @Nullable Object> rest = keywords.isEmpty() ? keywords : new LinkedHashMap<>(keywords);
        int given = arguments.size();
        int missing = 0;
        for (int i = 0; i < known.fixed; i++) {
            String name = known.names.get(i);
            if (i >= given && !rest.containsKey(name)) {
                missing++;
                continue;
            }
            Object value = i < given ? arguments.get(i) : rest.remove(name);
            values[i] = converted(known, i, value);
        }
        if (missing > 0 || (!known.open && given > known.fixed)) {
            throw new WrongArgumentsException(where(known) + " takes " + known.fixed + (known.open ? " or more" : "")
                    + " arguments but " + given + " were given");
        }
        if (known.open) {
            values[known.fixed] =
                    arguments.subList(Math.min(known.fixed, given), given).toArray();
        }
        if (known.named) {
            values[values.length - 1] = new Keywords(rest);
        } else if (!rest.isEmpty()) {
            throw new WrongArgumentsException(
                    where(known) + " has no parameter named " + Collections.min(rest.keySet()));
        }
        return values;
    }

    private @Nullable Object converted(Known known, int index, @Nullable Object value) {
        Class<?> type = known.types.get(index);
        // Most need none, and no message either.
        return type.isInstance(value) ? value : Conversions.to(type, value, where(known) + " argument " + (index + 1));
    }

    private String where(Known known) {
        return className + "." + known.method.getName() + "()";
    }
}
