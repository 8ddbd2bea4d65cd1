/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.jelly.FormReader;
import io.netwist.protocols.remote.jelly.JellyException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Readers of what comes with a tag and a state. */
final class Copies {
    private Copies() {}

    static FormReader reader(String tag, Supplier<? extends RemoteCopy> blank) {
        Objects.requireNonNull(blank, "blank");
        return (in, form) -> {
            Object state = last(form, 2);
            RemoteCopy copy = Objects.requireNonNull(blank.get(), tag);
            return in.filled(copy, state, given -> set(tag, copy, given));
        };
    }

    static FormReader factoryReader(
            String tag, Function<? super Map<String, @Nullable Object>, ? extends Object> factory) {
        Objects.requireNonNull(factory, "factory");
        return (in, form) -> in.made(tag, last(form, 2), given -> {
            Map<String, @Nullable Object> state = state(tag, given);
            try {
                return Objects.requireNonNull(factory.apply(state), tag);
            } catch (RuntimeException e) {
                throw refused(tag, e);
            }
        });
    }

    /** The state of a form, whose length is checked. */
    static Object last(List<?> form, int size) {
        if (form.size() != size) {
            throw new JellyException(form.get(0) + ": " + form.size() + " elements (expected: " + size + ")");
        }
        return Objects.requireNonNull(form.get(size - 1));
    }

    static void set(String tag, RemoteCopy copy, @Nullable Object given) {
        Map<String, @Nullable Object> state = state(tag, given);
        try {
            copy.setCopyableState(state);
        } catch (RuntimeException e) {
            throw refused(tag, e);
        }
    }

    private static Map<String, @Nullable Object> state(String tag, @Nullable Object given) {
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        if (given == null) {
            return state; // New Pythons say None for an object without attributes.
        }
        if (!(given instanceof Map<?, ?> map)) {
            throw new JellyException(tag + ": a state that is no dictionary (expected: one)");
        }
        map.forEach((key, value) -> {
            if (key instanceof String text) {
                state.put(text, value);
            } else if (key instanceof ByteString bytes) {
                state.put(bytes.text(), value);
            } else {
                throw new JellyException(tag + ": an attribute whose name is no text");
            }
        });
        return state;
    }

    /** What a peer sent made the application's code fail. */
    private static JellyException refused(String tag, RuntimeException cause) {
        if (cause instanceof JellyException refused) {
            return refused;
        }
        JellyException refused = new JellyException(tag + ": no state that it can be made of: " + cause.getMessage());
        refused.initCause(cause);
        return refused;
    }
}
