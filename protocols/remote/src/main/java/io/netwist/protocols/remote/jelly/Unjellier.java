/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import io.netwist.protocols.remote.banana.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes one value of one list.
 *
 * <p>Threading: one thread. <b>Source</b>: {@code twisted.spread.jelly._Unjellier}.
 */
public final class Unjellier {
    /*
     * A container exists before its elements do, so an element that refers to it finds it. What can be looked at only when
     * it is complete waits: tables whose keys are not, and the states of instances once anything has referred to what was
     * not complete. A number that stands for nothing yet leaves a hole that is filled when it does.
     */
    private final SecurityOptions options;
    private final @Nullable Object invoker;
    private final @Nullable Function<@Nullable Object, @Nullable Object> load;
    private final Map<Object, Named> names = new HashMap<>();
    private final List<PostUnjelly> hooks = new ArrayList<>();
    private final Path path = new Path();

    /** What waits for everything to be complete; null as long as nothing does, as is usual. */
    private @Nullable Deque<Runnable> atEnd;

    /** The number that the next object to begin has; null if it has none. */
    private @Nullable Named claimed;

    /** Places that wait for a number to stand for something. */
    private int holes;

    /** Numbers of what has been referred to and is not complete. */
    private int unfinished;

    /** What a number stands for. */
    static final class Named {
        final Object number;
        final List<Consumer<@Nullable Object>> waiting = new ArrayList<>();
        boolean bound;
        boolean announced;
        boolean counted;

        @Nullable
        Object value;

        Named(Object number) {
            this.number = number;
        }
    }

    /**
     * Makes one.
     *
     * @param options what may come
     * @param invoker who receives, for readers of forms; null for nobody
     */
    public Unjellier(SecurityOptions options, @Nullable Object invoker) {
        this(options, invoker, null);
    }

    Unjellier(
            SecurityOptions options,
            @Nullable Object invoker,
            @Nullable Function<@Nullable Object, @Nullable Object> load) {
        this.options = Objects.requireNonNull(options, "options");
        this.invoker = invoker;
        this.load = load;
    }

    /**
     * Who receives.
     *
     * @return null for nobody
     */
    public @Nullable Object invoker() {
        return invoker;
    }

    /**
     * Makes the value of a whole list.
     *
     * @param expression what a Banana decoder made
     * @return as {@link Jelly} says
     * @throws InsecureJellyException if it has something in it that is not allowed
     * @throws JellyException if it is no jelly
     */
    public @Nullable Object unjellyWhole(Object expression) {
        Object[] whole = new Object[1];
        into(expression, value -> whole[0] = value);
        for (Named each : names.values()) {
            if (!each.bound) {
                throw new JellyException("dereference " + each.number + ": nothing has this number");
            }
        }
        hooks.forEach(PostUnjelly::postUnjelly);
        return whole[0];
    }

    /**
     * Makes the value of a part. What it is of may not be complete until the whole is.
     *
     * @param form what a Banana decoder made
     * @return as {@link Jelly} says
     * @throws JellyException as {@link #unjellyWhole}, and if the part is a number whose object comes later
     */
    public @Nullable Object unjelly(Object form) {
        Object[] value = new Object[1];
        boolean now = into(form, done -> value[0] = done);
        if (!now) {
            throw refused("dereference: its object is not there yet, and is needed here");
        }
        return value[0];
    }

    /**
     * Says that an object has begun, to which what is in its form may refer. Called by a reader before it decodes any of it.
     *
     * @param object the object that the reader will return
     */
    public void began(Object object) {
        Named named = claimed;
        claimed = null;
        if (named != null) {
            named.announced = true;
            named.value = object;
        }
        if (object instanceof PostUnjelly hook) {
            hooks.add(hook);
        }
    }

    /**
     * Does something that needs a part to be complete: now if everything so far is, otherwise as soon as it is.
     *
     * @param action the part's user
     */
    public void whenComplete(Runnable action) {
        if (isLoose()) {
            if (atEnd == null) {
                atEnd = new ArrayDeque<>();
            }
            atEnd.add(action);
        } else {
            action.run();
        }
    }

    /** Whether something has been referred to that is not complete. */
    boolean isLoose() {
        return holes > 0 || unfinished > 0;
    }

    Path path() {
        return path;
    }

    /** Decodes and hands over, perhaps later; whether it was now. */
    boolean into(Object form, Consumer<@Nullable Object> place) {
        if (!(form instanceof List<?> list)) {
            claimed = null;
            if (!(form instanceof ByteString) && !(form instanceof Number)) {
                throw refused("jelly: " + form.getClass().getName() + " (expected: a number, bytes or a list)");
            }
            place.accept(form);
            return true;
        }
        path.enter(options.receivedDepth());
        boolean now = list(list, place);
        path.leave();
        return now;
    }

    private boolean list(List<?> list, Consumer<@Nullable Object> place) {
        if (list.isEmpty() || !(list.get(0) instanceof ByteString tag)) {
            throw refused("a list without a tag, which would say what it is");
        }
        boolean dotted = tag.text().indexOf('.') >= 0;
        if (!options.allows(tag) && !dotted) {
            throw new InsecureJellyException(tag + " not allowed" + path);
        }
        FormReader reader = options.reader(tag);
        if (reader == null && tag.equals(Forms.DEREFERENCE)) {
            return dereference(list, place);
        }
        if (reader == null && tag.equals(Forms.REFERENCE)) {
            return reference(list, place);
        }
        Object value;
        if (reader != null) {
            value = reader.unjellyFor(this, list);
        } else {
            JellyType<?> type = options.named(tag);
            value = type != null ? instance(type, list) : Forms.decode(this, tag, list);
        }
        claimed = null;
        place.accept(value);
        return true;
    }

    private boolean dereference(List<?> list, Consumer<@Nullable Object> place) {
        claimed = null;
        Named named = names.computeIfAbsent(number(list, 2), Named::new);
        if (named.bound || named.announced) {
            if (!named.bound && !named.counted) {
                named.counted = true;
                unfinished++;
            }
            place.accept(named.value);
            return true;
        }
        holes++;
        named.waiting.add(place);
        return false;
    }

    private boolean reference(List<?> list, Consumer<@Nullable Object> place) {
        Named named = names.computeIfAbsent(number(list, 3), Named::new);
        if (named.bound || named.announced) {
            throw refused("reference " + named.number + ": comes twice");
        }
        claimed = named;
        Object form = Objects.requireNonNull(list.get(2));
        Object[] value = new Object[1];
        int waited = named.waiting.size();
        if (!into(form, done -> value[0] = done)) {
            throw refused("reference " + named.number + ": a number of a number");
        }
        if (!named.announced && named.waiting.size() > waited) {
            throw refused("reference " + named.number + ": made of itself (expected: a reader that calls began)");
        }
        named.value = value[0];
        named.bound = true;
        unfinished -= named.counted ? 1 : 0;
        holes -= named.waiting.size();
        named.waiting.forEach(each -> each.accept(named.value));
        named.waiting.clear();
        while (!isLoose() && atEnd != null && !atEnd.isEmpty()) {
            atEnd.remove().run();
        }
        place.accept(named.value);
        return true;
    }

    private Object number(List<?> list, int size) {
        if (list.size() != size || !(list.get(1) instanceof Number number)) {
            throw refused(list.get(0) + ": " + list.size() + " elements (expected: " + size + ", the second a number)");
        }
        return number;
    }

    private Object instance(JellyType<?> type, List<?> list) {
        if (list.size() != 2) {
            throw refused(type.name() + ": " + list.size() + " elements (expected: the name and a state)");
        }
        return instance(type, Objects.requireNonNull(list.get(1)));
    }

    Object instance(JellyType<?> type, Object form) {
        Object blank = type.blank();
        return blank == null
                ? made(type.name(), form, type::make)
                : filled(blank, form, state -> type.setState(blank, state));
    }

    /**
     * Makes an object of its state, for a reader whose objects cannot be there before their states.
     *
     * @param <T> the object
     * @param name what it is, for messages
     * @param form the state
     * @param maker gets the state, complete
     * @return the object
     * @throws JellyException as {@link #unjelly}, and if the object is part of its own state
     */
    public <T> T made(String name, Object form, Function<@Nullable Object, ? extends T> maker) {
        Named named = claimed;
        claimed = null; // The number is the object's, not its state's.
        int waited = named == null ? 0 : named.waiting.size();
        Object state = unjelly(form);
        if (named != null && named.waiting.size() > waited) {
            throw refused(
                    name + ": made of itself, and cannot be made before itself (expected: a registration that makes"
                            + " objects blank)");
        }
        T made = maker.apply(state);
        if (made instanceof PostUnjelly hook) {
            hooks.add(hook);
        }
        return made;
    }

    /**
     * Gives an object its state, which may have the object in it: now, or as soon as all of it is there.
     *
     * @param <T> the object
     * @param blank the object, of which nothing in the form has been decoded yet
     * @param form the state
     * @param setState gets the state, complete
     * @return the object
     */
    public <T> T filled(T blank, Object form, Consumer<@Nullable Object> setState) {
        began(blank);
        Object[] state = new Object[1];
        into(form, done -> state[0] = done);
        whenComplete(() -> setState.accept(state[0]));
        return blank;
    }

    /** What a persistent object's name stands for. */
    @Nullable
    Object load(@Nullable Object id) {
        return load == null ? new Unpersistable("persistent callback not found") : load.apply(id);
    }

    @Nullable
    JellyType<?> type(ByteString name) {
        return options.named(name);
    }

    JellyException refused(String why) {
        return new JellyException(why + path);
    }
}
