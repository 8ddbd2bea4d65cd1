/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import io.netwist.protocols.remote.banana.ByteString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The forms that are built in, by their tags. */
final class Forms {
    private static final Logger LOG = LoggerFactory.getLogger(Forms.class);
    static final ByteString REFERENCE = ByteString.of("reference");
    static final ByteString DEREFERENCE = ByteString.of("dereference");
    private static final ByteString TRUE = ByteString.of("true");
    private static final ByteString FALSE = ByteString.of("false");
    private static final ByteString CLASS = ByteString.of("class");
    private static final int LARGEST_EXPONENT = 1_000_000;

    private static final Map<ByteString, FormReader> READERS = new HashMap<>();

    static {
        put("None", (in, form) -> null);
        put("boolean", Forms::bool);
        put("unicode", (in, form) -> text(in, bytes(in, form)));
        put("list", Forms::list);
        put("tuple", Forms::tuple);
        put("dictionary", Forms::dictionary);
        put("set", Forms::set);
        put("frozenset", Forms::frozenSet);
        put("decimal", Forms::decimal);
        put("datetime", (in, form) -> Moments.dateTime(bytes(in, form)));
        put("date", (in, form) -> Moments.date(bytes(in, form)));
        put("time", (in, form) -> Moments.time(bytes(in, form)));
        put("timedelta", (in, form) -> Moments.duration(bytes(in, form)));
        put("unpersistable", Forms::unpersistable);
        put("persistent", (in, form) -> in.load(in.unjelly(second(in, form, 2))));
        put("class", (in, form) -> type(in, bytes(in, form)).type());
        put("instance", Forms::instance);
    }

    private Forms() {}

    private static void put(String tag, FormReader reader) {
        READERS.put(ByteString.of(tag), reader);
    }

    static @Nullable Object decode(Unjellier in, ByteString tag, List<?> form) {
        FormReader reader = READERS.get(tag);
        if (reader != null) {
            return reader.unjellyFor(in, form);
        }
        throw new InsecureJellyException(
                (tag.text().indexOf('.') < 0 ? "" : "Class ") + tag + " not allowed" + in.path());
    }

    private static Object second(Unjellier in, List<?> form, int size) {
        if (form.size() != size) {
            throw in.refused(form.get(0) + ": " + form.size() + " elements (expected: " + size + ")");
        }
        return Objects.requireNonNull(form.get(1));
    }

    private static ByteString bytes(Unjellier in, List<?> form) {
        if (second(in, form, 2) instanceof ByteString bytes) {
            return bytes;
        }
        throw in.refused(form.get(0) + ": no bytes in it (expected: bytes)");
    }

    /** Text, and an error where a replacement character would stand for bytes that are none. */
    private static String text(Unjellier in, ByteString bytes) {
        String text = bytes.text();
        if (text.indexOf('\ufffd') >= 0 && !ByteString.of(text).equals(bytes)) {
            throw in.refused("unicode: bytes that are no UTF-8");
        }
        return text;
    }

    private static Object bool(Unjellier in, List<?> form) {
        ByteString word = bytes(in, form);
        if (!word.equals(TRUE) && !word.equals(FALSE)) {
            throw in.refused("boolean: " + word + " (expected: true or false)");
        }
        return word.equals(TRUE);
    }

    private static Object list(Unjellier in, List<?> form) {
        List<@Nullable Object> list = new ArrayList<>(form.size() - 1);
        in.began(list);
        for (int i = 1; i < form.size(); i++) {
            int index = i - 1;
            in.path().at(index);
            list.add(null);
            in.into(Objects.requireNonNull(form.get(i)), value -> list.set(index, value));
        }
        return list;
    }

    private static Object tuple(Unjellier in, List<?> form) {
        Tuple tuple = new Tuple(new @Nullable Object[form.size() - 1]);
        in.began(tuple);
        boolean whole = true;
        for (int i = 1; i < form.size(); i++) {
            int index = i - 1;
            in.path().at(index);
            whole &= in.into(Objects.requireNonNull(form.get(i)), value -> tuple.set(index, value));
        }
        if (whole) {
            tuple.settle();
        }
        if (tuple.height() < 0) {
            in.whenComplete(tuple::settle);
        }
        if (tuple.height() > Keys.HIGHEST) {
            throw in.refused("tuples within tuples: more than " + Keys.HIGHEST);
        }
        return tuple;
    }

    private static Object decimal(Unjellier in, List<?> form) {
        if (form.size() == 3
                && form.get(1) instanceof Number unscaled
                && !(unscaled instanceof Double)
                && form.get(2) instanceof Long exponent
                && Math.abs(exponent) <= LARGEST_EXPONENT) {
            BigInteger value = unscaled instanceof BigInteger big ? big : BigInteger.valueOf(unscaled.longValue());
            return new BigDecimal(value, (int) -exponent);
        }
        throw in.refused("decimal: not two integers, the second from -" + LARGEST_EXPONENT + " to " + LARGEST_EXPONENT);
    }

    private static Object unpersistable(Unjellier in, List<?> form) {
        Object reason = second(in, form, 2);
        if (reason instanceof ByteString bytes) {
            return new Unpersistable(text(in, bytes));
        }
        return new Unpersistable(String.valueOf(in.unjelly(reason) instanceof String text ? text : "(no text)"));
    }

    private static JellyType<?> type(Unjellier in, ByteString name) {
        JellyType<?> type = in.type(name);
        if (type == null) {
            throw new InsecureJellyException("Class " + name + " not allowed" + in.path());
        }
        return type;
    }

    /** As very old peers send instances. */
    private static Object instance(Unjellier in, List<?> form) {
        if (second(in, form, 3) instanceof List<?> named
                && named.size() == 2
                && CLASS.equals(named.get(0))
                && named.get(1) instanceof ByteString name) {
            LOG.warn("{} comes in the form \"instance\", which is deprecated", name);
            return in.instance(type(in, name), Objects.requireNonNull(form.get(2)));
        }
        throw in.refused("instance: no class in it (expected: a class and a state)");
    }

    /** Keys or elements, and values, in the order in which they came, until all of them are there. */
    private static final class Entries {
        final @Nullable Object[] keys;
        final @Nullable Object[] values;

        Entries(int size, boolean valued) {
            keys = new @Nullable Object[size];
            values = new @Nullable Object[valued ? size : 0];
        }

        /** Whether nothing that comes later can make a difference. */
        boolean areReady() {
            for (Object key : keys) {
                if (Keys.height(key) < 0) {
                    return false;
                }
            }
            return true;
        }

        void checkKeys(Unjellier in) {
            Keys judge = new Keys();
            for (Object key : keys) {
                String why = judge.refusal(key);
                if (why != null) {
                    throw in.refused(why);
                }
            }
        }
    }

    private static Object dictionary(Unjellier in, List<?> form) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        in.began(map);
        Entries entries = new Entries(form.size() - 1, true);
        boolean whole = true;
        for (int i = 1; i < form.size(); i++) {
            int index = i - 1;
            in.path().at(index);
            if (!(form.get(i) instanceof List<?> pair) || pair.size() != 2) {
                throw in.refused("dictionary: an element that is no pair");
            }
            Object key = Objects.requireNonNull(pair.get(0));
            Object value = Objects.requireNonNull(pair.get(1));
            whole &= in.into(key, done -> entries.keys[index] = done);
            whole &= in.into(value, done -> entries.values[index] = done);
        }
        fill(in, whole && entries.areReady(), () -> {
            entries.checkKeys(in);
            for (int i = 0; i < entries.keys.length; i++) {
                map.put(entries.keys[i], entries.values[i]);
            }
        });
        return map;
    }

    private static void fill(Unjellier in, boolean ready, Runnable fill) {
        if (ready) {
            fill.run();
        } else {
            in.whenComplete(fill);
        }
    }

    private static boolean elements(Unjellier in, List<?> form, Entries entries) {
        boolean whole = true;
        for (int i = 1; i < form.size(); i++) {
            int index = i - 1;
            in.path().at(index);
            whole &= in.into(Objects.requireNonNull(form.get(i)), done -> entries.keys[index] = done);
        }
        return whole;
    }

    private static void addAll(Unjellier in, Entries entries, Set<@Nullable Object> set) {
        entries.checkKeys(in);
        for (Object each : entries.keys) {
            set.add(each);
        }
    }

    private static Object set(Unjellier in, List<?> form) {
        Set<@Nullable Object> set = new LinkedHashSet<>();
        in.began(set);
        Entries entries = new Entries(form.size() - 1, false);
        boolean whole = elements(in, form, entries);
        fill(in, whole && entries.areReady(), () -> addAll(in, entries, set));
        return set;
    }

    private static Object frozenSet(Unjellier in, List<?> form) {
        FrozenSet set = new FrozenSet();
        in.began(set);
        Entries entries = new Entries(form.size() - 1, false);
        boolean whole = elements(in, form, entries);
        fill(in, whole && entries.areReady(), () -> {
            Set<@Nullable Object> filled = new LinkedHashSet<>();
            addAll(in, entries, filled);
            set.fill(filled);
        });
        return set;
    }
}
