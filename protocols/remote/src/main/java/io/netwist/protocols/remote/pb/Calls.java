/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.jelly.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls that have come: whose method is called, and with what. */
final class Calls {
    private Calls() {}

    /** As whom the caller sees what comes of a call; null for nobody in particular. */
    static @Nullable Object perspectiveOf(Object target) {
        if (target instanceof ViewPoint view) {
            return view.perspective();
        }
        return target instanceof AvatarReference reference ? reference.avatar() : null;
    }

    /**
     * Calls a method.
     *
     * @param given what came as arguments, decoded
     * @param named what came as those by name, decoded
     */
    static @Nullable Object call(Object target, String name, @Nullable Object given, @Nullable Object named)
            throws Throwable {
        List<?> arguments = arguments(given);
        Map<String, @Nullable Object> keywords = keywords(named);
        if (target instanceof ViewPoint view) {
            List<@Nullable Object> all = new ArrayList<>(arguments.size() + 1);
            all.add(view.perspective());
            all.addAll(arguments);
            return RemoteMethods.of(view.object().getClass()).call(view.object(), "view_", name, all, keywords);
        }
        if (target instanceof AvatarReference reference) {
            return reference.avatar().perspectiveMessageReceived(name, Tuple.copyOf(arguments), new Keywords(keywords));
        }
        String prefix = target instanceof RemoteCache ? "observe_" : "remote_";
        return RemoteMethods.of(target.getClass()).call(target, prefix, name, arguments, keywords);
    }

    private static List<?> arguments(@Nullable Object value) {
        if (value instanceof Tuple tuple) {
            return tuple.asList();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw new WrongArgumentsException("arguments: no tuple (expected: a tuple or a list)");
    }

    private static Map<String, @Nullable Object> keywords(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new WrongArgumentsException("keywords: no dictionary (expected: one)");
        }
        if (map.isEmpty()) {
            return Map.of();
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        map.forEach((key, each) -> {
            if (key instanceof String text) {
                named.put(text, each);
            } else if (key instanceof ByteString bytes) {
                named.put(bytes.text(), each);
            } else {
                throw new WrongArgumentsException("keywords: a name that is no text");
            }
        });
        return named;
    }
}
