/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
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
    private final Map<String, Method> methods = new HashMap<>();

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
                methods.put(name, method);
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
        Method method = methods.get(name);
        if (method == null) {
            throw new NoSuchRemoteMethodException("No such method: " + prefix + name);
        }
        try {
            return method.invoke(target, arranged(method, arguments, keywords));
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            throw thrown == null ? e : thrown;
        }
    }

    private @Nullable Object[] arranged(Method method, List<?> arguments, Map<String, @Nullable Object> keywords) {
        String where = className + "." + method.getName() + "()";
        Parameter[] parameters = method.getParameters();
        int named = parameters.length > 0 && parameters[parameters.length - 1].getType() == Keywords.class ? 1 : 0;
        int positional = parameters.length - named;
        // A last array takes what is left.
        boolean open = positional > 0 && parameters[positional - 1].getType() == Object[].class;
        int fixed = open ? positional - 1 : positional;
        @Nullable Object[] values = new @Nullable Object[parameters.length];
        Map<String, @Nullable Object> rest = new HashMap<>(keywords);
        int missing = 0;
        for (int i = 0; i < fixed; i++) {
            Parameter parameter = parameters[i];
            if (i >= arguments.size() && !rest.containsKey(parameter.getName())) {
                missing++;
                continue;
            }
            Object given = i < arguments.size() ? arguments.get(i) : rest.remove(parameter.getName());
            values[i] = Conversions.to(parameter.getType(), given, where + " argument " + (i + 1));
        }
        if (missing > 0 || (!open && arguments.size() > fixed)) {
            throw new WrongArgumentsException(where + " takes " + fixed + (open ? " or more" : "") + " arguments but "
                    + arguments.size() + " were given");
        }
        if (open) {
            values[fixed] = arguments
                    .subList(Math.min(fixed, arguments.size()), arguments.size())
                    .toArray();
        }
        if (named > 0) {
            Map<String, @Nullable Object> ordered = new LinkedHashMap<>(keywords);
            ordered.keySet().retainAll(rest.keySet());
            values[positional] = new Keywords(ordered);
        } else {
            refuseUnknown(rest, where);
        }
        return values;
    }

    private static void refuseUnknown(Map<String, @Nullable Object> keywords, String where) {
        if (!keywords.isEmpty()) {
            throw new WrongArgumentsException(where + " has no parameter named " + Collections.min(keywords.keySet()));
        }
    }
}
