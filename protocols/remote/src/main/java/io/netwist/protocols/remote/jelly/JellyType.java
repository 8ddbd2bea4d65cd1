/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A class whose objects may be sent and received: the name that the peer knows it by, what of an object travels, and how one
 * is made of that. What the functions throw when they are given something else refuses the value. Only the class itself, no subclasses.
 *
 * <pre>{@code
 * JellyType.of("zoo.Pond", Pond.class, pond -> Map.of("frogs", pond.frogs()), state -> new Pond(state));
 * }</pre>
 *
 * @param <T> the class
 */
public final class JellyType<T> {
    private final String name;
    private final Class<T> type;
    private final Function<? super T, ? extends @Nullable Object> state;
    private final @Nullable Supplier<? extends T> blank;
    private final BiConsumer<? super T, @Nullable Object> setState;
    private final Function<@Nullable Object, ? extends T> maker;

    private JellyType(
            String name,
            Class<T> type,
            Function<? super T, ? extends @Nullable Object> state,
            @Nullable Supplier<? extends T> blank,
            BiConsumer<? super T, @Nullable Object> setState,
            Function<@Nullable Object, ? extends T> maker) {
        if (name.indexOf('.') < 1) {
            throw new IllegalArgumentException("name: " + name + " (expected: a module, a dot, a class)");
        }
        this.name = name;
        this.type = Objects.requireNonNull(type, "type");
        this.state = Objects.requireNonNull(state, "state");
        this.blank = blank;
        this.setState = setState;
        this.maker = maker;
    }

    /**
     * A class that is made of its state. An object of it cannot be part of its own state.
     *
     * @param <T> the class
     * @param name as the peer calls it, with a dot in it
     * @param type the class
     * @param state what is sent, in Python a dictionary
     * @param maker gets what has come
     * @return the type
     */
    public static <T> JellyType<T> of(
            String name,
            Class<T> type,
            Function<? super T, ? extends @Nullable Object> state,
            Function<@Nullable Object, ? extends T> maker) {
        return new JellyType<>(name, type, state, null, (object, given) -> {}, Objects.requireNonNull(maker, "maker"));
    }

    /**
     * A class whose objects are made first and get their state when all of it is there, which may have the object in it.
     *
     * @param <T> the class
     * @param name as the peer calls it, with a dot in it
     * @param type the class
     * @param state what is sent, in Python a dictionary
     * @param blank makes one without a state
     * @param setState gives it one
     * @return the type
     */
    public static <T> JellyType<T> of(
            String name,
            Class<T> type,
            Function<? super T, ? extends @Nullable Object> state,
            Supplier<? extends T> blank,
            BiConsumer<? super T, @Nullable Object> setState) {
        Objects.requireNonNull(blank, "blank");
        return new JellyType<>(
                name, type, state, blank, Objects.requireNonNull(setState, "setState"), given -> blank.get());
    }

    /**
     * The name on the wire.
     *
     * @return with a dot in it
     */
    public String name() {
        return name;
    }

    /**
     * The class.
     *
     * @return exactly this one
     */
    public Class<T> type() {
        return type;
    }

    @Nullable
    Object stateOf(Object object) {
        return state.apply(type.cast(object));
    }

    /** Null if there is no object before its state. */
    @Nullable
    T blank() {
        return blank == null ? null : blank.get();
    }

    void setState(Object object, @Nullable Object given) {
        try {
            setState.accept(type.cast(object), given);
        } catch (RuntimeException e) {
            throw refused(e);
        }
    }

    T make(@Nullable Object given) {
        try {
            return maker.apply(given);
        } catch (RuntimeException e) {
            throw refused(e);
        }
    }

    /** What a peer sent made the application's code fail. */
    private JellyException refused(RuntimeException cause) {
        JellyException refused = new JellyException(name + ": no state that it can be made of: " + cause.getMessage());
        refused.initCause(cause);
        return refused;
    }

    @Override
    public String toString() {
        return name + " (" + type.getName() + ")";
    }
}
