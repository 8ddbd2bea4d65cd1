/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import io.netwist.protocols.remote.banana.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.StringTokenizer;

/** Lists as the specification writes them: {@code (list 1 (unicode a))}; words are bytes, an underscore is a space. */
final class Expressions {
    private Expressions() {}

    static Object parse(String text) {
        Deque<List<Object>> open = new ArrayDeque<>();
        open.push(new ArrayList<>());
        StringTokenizer tokens = new StringTokenizer(text, "() ", true);
        while (tokens.hasMoreTokens()) {
            String token = tokens.nextToken();
            switch (token) {
                case " " -> {}
                case "(" -> open.push(new ArrayList<>());
                case ")" -> {
                    List<Object> done = open.pop();
                    Objects.requireNonNull(open.peek()).add(done);
                }
                default -> open.element().add(atom(token));
            }
        }
        return open.element().get(0);
    }

    private static Object atom(String token) {
        if (token.matches("-?[0-9]+")) {
            return Long.valueOf(token);
        }
        return token.matches("-?[0-9]+\\.[0-9]+")
                ? (Object) Double.valueOf(token)
                : ByteString.of(token.replace('_', token.startsWith("__") ? '_' : ' '));
    }
}
