/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import io.netwist.protocols.remote.banana.ByteString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes one list of one value; objects that are met again within it are numbered.
 *
 * <p>Threading: one thread. <b>Source</b>: {@code twisted.spread.jelly._Jellier}.
 */
public final class Jellier {
    private static final ByteString NONE = ByteString.of("None");
    private static final ByteString BOOLEAN = ByteString.of("boolean");
    private static final ByteString TRUE = ByteString.of("true");
    private static final ByteString FALSE = ByteString.of("false");
    private static final ByteString UNICODE = ByteString.of("unicode");
    private static final ByteString LIST = ByteString.of("list");
    private static final ByteString TUPLE = ByteString.of("tuple");
    private static final ByteString DICTIONARY = ByteString.of("dictionary");
    private static final ByteString SET = ByteString.of("set");
    private static final ByteString FROZENSET = ByteString.of("frozenset");
    private static final ByteString DECIMAL = ByteString.of("decimal");
    private static final ByteString DATETIME = ByteString.of("datetime");
    private static final ByteString DATE = ByteString.of("date");
    private static final ByteString TIME = ByteString.of("time");
    private static final ByteString TIMEDELTA = ByteString.of("timedelta");
    private static final ByteString CLASS = ByteString.of("class");
    private static final ByteString PERSISTENT = ByteString.of("persistent");
    private static final ByteString UNPERSISTABLE = ByteString.of("unpersistable");
    private static final ByteString REFERENCE = ByteString.of("reference");
    private static final ByteString DEREFERENCE = ByteString.of("dereference");

    private final SecurityOptions options;
    private final @Nullable Object invoker;
    private final @Nullable Function<Object, @Nullable Object> store;

    /** The forms that have begun, by the objects that they are of. */
    private final IdentityHashMap<Object, Form> forms = new IdentityHashMap<>(4);

    private int lastNumber;
    private final Path path = new Path();

    /** The list of an object. When the object is met again, the list becomes a reference, and what it was moves inwards. */
    private static final class Form {
        final List<Object> outer = new ArrayList<>();
        private List<Object> body = outer;
        private int number;

        void add(Object element) {
            body.add(element);
        }

        List<Object> again(Jellier in) {
            if (number == 0) {
                number = ++in.lastNumber;
                body = new ArrayList<>(outer);
                outer.clear();
                outer.add(REFERENCE);
                outer.add(number);
                outer.add(body);
            }
            return List.of(DEREFERENCE, number);
        }
    }

    /**
     * Makes one.
     *
     * @param options what may be sent as it is
     * @param invoker who sends, for those who say themselves how they are sent; null for nobody
     */
    public Jellier(SecurityOptions options, @Nullable Object invoker) {
        this(options, invoker, null);
    }

    Jellier(SecurityOptions options, @Nullable Object invoker, @Nullable Function<Object, @Nullable Object> store) {
        this.options = Objects.requireNonNull(options, "options");
        this.invoker = invoker;
        this.store = store;
    }

    /**
     * Who sends.
     *
     * @return null for nobody
     */
    public @Nullable Object invoker() {
        return invoker;
    }

    /**
     * Makes a list of a value.
     *
     * @param value as {@link Jelly} says
     * @return what a Banana encoder takes
     * @throws JellyException if there is something in the value that cannot be sent
     */
    public Object jelly(@Nullable Object value) {
        Object leaf = leaf(value);
        if (leaf != null) {
            return leaf;
        }
        Objects.requireNonNull(value);
        Form met = forms.get(value);
        if (met != null) {
            return met.again(this);
        }
        path.enter(options.sentDepth());
        Object done = composite(value);
        path.leave();
        return done;
    }

    /**
     * Makes the form of an object that is met for the first time. It counts as begun when this is called, so the parts may
     * have the object in them.
     *
     * @param object of whom
     * @param parts the tag and what follows it, as values
     * @return the form
     */
    public Object form(Object object, @Nullable Object... parts) {
        Form form = new Form();
        forms.put(object, form);
        for (int i = 0; i < parts.length; i++) {
            path.at(i);
            form.add(jelly(parts[i]));
        }
        return form.outer;
    }

    /** What needs no number however often it is met; null for other things. */
    private @Nullable Object leaf(@Nullable Object value) {
        if (value == null) {
            return List.of(NONE);
        }
        if (value instanceof String text) {
            return List.of(UNICODE, utf8(text));
        }
        if (value instanceof ByteString
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Double
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger) {
            return value;
        }
        if (value instanceof byte[] bytes) {
            return ByteString.of(bytes);
        }
        if (value instanceof Boolean bool) {
            return List.of(BOOLEAN, bool ? TRUE : FALSE);
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        if (value instanceof Character character) {
            return (long) character;
        }
        if (value instanceof BigDecimal number) {
            return List.of(DECIMAL, number.unscaledValue(), -(long) number.scale());
        }
        return moment(value);
    }

    private @Nullable Object moment(Object value) {
        if (value instanceof LocalDateTime moment) {
            return List.of(DATETIME, Moments.of(moment));
        }
        if (value instanceof LocalDate date) {
            return List.of(DATE, Moments.of(date));
        }
        if (value instanceof LocalTime time) {
            return List.of(TIME, Moments.of(time));
        }
        if (value instanceof Duration duration) {
            return List.of(TIMEDELTA, Moments.of(duration));
        }
        if (value instanceof ZonedDateTime || value instanceof OffsetDateTime || value instanceof OffsetTime) {
            throw refused("a time with a zone cannot be sent: " + value + " (expected: a LocalDateTime or LocalTime)");
        }
        return null;
    }

    private Object composite(Object value) {
        if (value instanceof Jellyable jellyable) {
            return jellyable.jellyFor(this);
        }
        JellyType<?> type = options.typeOf(value.getClass());
        if (type != null) {
            return form(value, ByteString.of(type.name()), type.stateOf(value));
        }
        if (value instanceof List<?> list) {
            return all(value, LIST, list);
        }
        if (value instanceof Tuple tuple) {
            return all(value, TUPLE, tuple);
        }
        if (value instanceof Map<?, ?> map) {
            return dictionary(map);
        }
        if (value instanceof Set<?> set) {
            return all(value, value instanceof FrozenSet ? FROZENSET : SET, set);
        }
        if (store != null) {
            Object id = store.apply(value);
            if (id != null) {
                return List.of(PERSISTENT, jelly(id));
            }
        }
        return other(value);
    }

    private Object all(Object object, ByteString tag, Iterable<?> elements) {
        Form form = new Form();
        forms.put(object, form);
        form.add(tag);
        int index = 0;
        for (Object each : elements) {
            path.at(index++);
            form.add(jelly(each));
        }
        return form.outer;
    }

    private Object dictionary(Map<?, ?> map) {
        Form form = new Form();
        forms.put(map, form);
        form.add(DICTIONARY);
        int index = 0;
        for (Map.Entry<?, ?> each : map.entrySet()) {
            path.at(index++);
            Object key = jelly(each.getKey());
            form.add(List.of(key, jelly(each.getValue())));
        }
        return form.outer;
    }

    private Object other(Object value) {
        if (value instanceof Unpersistable refused) {
            return List.of(UNPERSISTABLE, utf8(refused.reason()));
        }
        if (value instanceof Class<?> type) {
            JellyType<?> known = options.typeOf(type);
            if (known != null) {
                return List.of(CLASS, ByteString.of(known.name()));
            }
        }
        return List.of(
                UNPERSISTABLE, utf8("instance of class " + value.getClass().getName() + " deemed insecure"));
    }

    private ByteString utf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw refused("text: half a character at " + i + " (expected: whole ones)");
                }
                i++;
            }
        }
        return ByteString.of(text);
    }

    private JellyException refused(String why) {
        return new JellyException(why + path);
    }
}
