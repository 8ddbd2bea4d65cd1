/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** Which {@code render_} methods a class of resources overrides: found once per class, kept as bits. */
final class Renderers {

    static final int HEAD = 2;

    /** In the order of their bits. */
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

    private static final ClassValue<Integer> BITS = new ClassValue<>() {
        @Override
        protected Integer computeValue(Class<?> type) {
            int bits = 0;
            for (String method : METHODS) {
                if (isOverridden(type, "render_" + method)) {
                    bits |= bit(method);
                }
            }
            return bits;
        }
    };

    private Renderers() {}

    static int of(Class<? extends Resource> type) {
        return BITS.get(type);
    }

    static int bit(String method) {
        return switch (method) {
            case "GET" -> 1;
            case "HEAD" -> HEAD;
            case "POST" -> 4;
            case "PUT" -> 8;
            case "DELETE" -> 16;
            case "PATCH" -> 32;
            case "OPTIONS" -> 64;
            default -> 0;
        };
    }

    static List<String> names(int bits) {
        int all = (bits & 1) == 0 ? bits : bits | HEAD;
        List<String> names = new ArrayList<>();
        for (String method : METHODS) {
            if ((all & bit(method)) != 0) {
                names.add(method);
            }
        }
        return names;
    }

    private static boolean isOverridden(Class<?> type, String name) {
        for (Class<?> each = type; each != null && each != Resource.class; each = each.getSuperclass()) {
            for (Method method : each.getDeclaredMethods()) {
                if (method.getName().equals(name)) {
                    return true;
                }
            }
        }
        return false;
    }
}
