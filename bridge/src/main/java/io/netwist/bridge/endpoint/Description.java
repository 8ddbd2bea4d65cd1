/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint description taken apart: {@code type:argument:name=value}.
 *
 * <p>Grammar: parts are separated by colons; the first equals sign of a part separates a name from its value, later ones
 * are plain; a backslash makes the next character plain, wherever it stands.
 *
 * @param text the whole description
 * @param type the first part
 * @param rest everything after the first colon, as it was written
 * @param positional the arguments without a name
 * @param named the arguments with one
 */
record Description(String text, String type, String rest, List<String> positional, Map<String, String> named) {

    static Description parse(String text) {
        List<String> positional = new ArrayList<>();
        Map<String, String> named = new LinkedHashMap<>();
        StringBuilder part = new StringBuilder();
        @Nullable String name = null;
        int typeEnd = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ':';
            if (c == ':') {
                if (typeEnd < 0) {
                    typeEnd = i;
                }
                add(text, name, part.toString(), positional, named);
                part.setLength(0);
                name = null;
            } else if (c == '=' && name == null && typeEnd >= 0) {
                name = part.toString();
                part.setLength(0);
            } else if (c == '\\') {
                if (++i == text.length()) {
                    throw new IllegalArgumentException("endpoint description \"" + text
                            + "\" ends in a backslash (expected: a character that it makes plain)");
                }
                part.append(text.charAt(i));
            } else {
                part.append(c);
            }
        }
        String type = positional.remove(0);
        String rest = typeEnd < text.length() ? text.substring(typeEnd + 1) : "";
        if (rest.isEmpty()) {
            // "stdio:" has no argument, not an empty one.
            positional.clear();
        }
        return new Description(text, type, rest, List.copyOf(positional), named);
    }

    private static void add(
            String text, @Nullable String name, String value, List<String> positional, Map<String, String> named) {
        if (name == null) {
            positional.add(value);
        } else if (named.put(name, value) != null) {
            throw new IllegalArgumentException(
                    "endpoint description \"" + text + "\": " + name + " is given twice (expected: once)");
        }
    }

    static String quote(String argument) {
        return argument.replace("\\", "\\\\").replace(":", "\\:");
    }
}
