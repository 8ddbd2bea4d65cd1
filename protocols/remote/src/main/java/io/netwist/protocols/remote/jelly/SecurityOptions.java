/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import io.netwist.protocols.remote.banana.ByteString;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be received, and which classes may be sent as they are. Everything else is refused by its name.
 *
 * <p>Nothing here changes: each {@code with…} makes a copy, so options may be shared by connections and threads. Source:
 * {@code twisted.spread.jelly.SecurityOptions}.
 */
public final class SecurityOptions {
    private static final int SENT_DEPTH = 256;
    private static final int RECEIVED_DEPTH = 512;
    private static final List<String> BASIC =
            List.of("dictionary", "list", "tuple", "reference", "dereference", "unpersistable", "persistent");
    private static final SecurityOptions NONE =
            new SecurityOptions(Set.of(), Map.of(), Map.of(), Map.of(), SENT_DEPTH, RECEIVED_DEPTH);
    private static final SecurityOptions DEFAULTS = NONE.withBasicTypes()
            .withTypes("None", "boolean", "unicode", "set", "frozenset", "decimal")
            .withTypes("datetime", "date", "time", "timedelta")
            .withTypes("remote", "local", "cached", "lcache");

    private final Set<ByteString> types;
    private final Map<ByteString, JellyType<?>> named;
    private final Map<Class<?>, JellyType<?>> classes;
    private final Map<ByteString, FormReader> readers;
    private final int sentDepth;
    private final int receivedDepth;

    private SecurityOptions(
            Set<ByteString> types,
            Map<ByteString, JellyType<?>> named,
            Map<Class<?>, JellyType<?>> classes,
            Map<ByteString, FormReader> readers,
            int sentDepth,
            int receivedDepth) {
        this.types = types;
        this.named = named;
        this.classes = classes;
        this.readers = readers;
        this.sentDepth = sentDepth;
        this.receivedDepth = receivedDepth;
    }

    /**
     * All values that are not of a class of somebody's, and references to objects of a peer.
     *
     * @return the options
     */
    public static SecurityOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Nothing but numbers and bytes.
     *
     * @return the options
     */
    public static SecurityOptions none() {
        return NONE;
    }

    /**
     * Allows lists, tuples, dictionaries and what joins them.
     *
     * @return a copy
     */
    public SecurityOptions withBasicTypes() {
        return withTypes(BASIC.toArray(new String[0]));
    }

    /**
     * Allows tags.
     *
     * @param tags the first words of forms, for example {@code "set"}
     * @return a copy
     */
    public SecurityOptions withTypes(String... tags) {
        Set<ByteString> more = new HashSet<>(types);
        for (String tag : tags) {
            more.add(ByteString.of(tag));
        }
        return new SecurityOptions(more, named, classes, readers, sentDepth, receivedDepth);
    }

    /**
     * Forbids tags.
     *
     * @param tags the first words of forms, for example {@code "set"}
     * @return a copy
     */
    public SecurityOptions withoutTypes(String... tags) {
        Set<ByteString> fewer = new HashSet<>(types);
        for (String tag : tags) {
            fewer.remove(ByteString.of(tag));
        }
        return new SecurityOptions(fewer, named, classes, readers, sentDepth, receivedDepth);
    }

    /**
     * Lets the objects of a class be sent and received, and the class itself. It takes the place of what had its name.
     *
     * @param type the class
     * @return a copy
     */
    public SecurityOptions withClass(JellyType<?> type) {
        Map<ByteString, JellyType<?>> names = new HashMap<>(named);
        names.put(ByteString.of(type.name()), type);
        Map<Class<?>, JellyType<?>> both = new HashMap<>(classes);
        both.put(type.type(), type);
        return new SecurityOptions(types, names, both, readers, sentDepth, receivedDepth)
                .withBasicTypes()
                .withTypes("class", "instance");
    }

    /**
     * Reads forms with a tag in a way of one's own, which goes before what is built in, and allows the tag.
     *
     * @param tag the first word of the forms
     * @param reader makes objects of them
     * @return a copy
     */
    public SecurityOptions withReader(String tag, FormReader reader) {
        Map<ByteString, FormReader> more = new HashMap<>(readers);
        more.put(ByteString.of(tag), Objects.requireNonNull(reader, "reader"));
        return new SecurityOptions(types, named, classes, more, sentDepth, receivedDepth).withTypes(tag);
    }

    /**
     * Limits how values are nested. CPython fails at about 320 lists within lists, so 256 are sent unless told otherwise.
     *
     * @param sent 1 to 1024
     * @param received 1 to 1024; 512 unless told otherwise
     * @return a copy
     */
    public SecurityOptions withDepths(int sent, int received) {
        if (sent < 1 || sent > 1024 || received < 1 || received > 1024) {
            throw new IllegalArgumentException("depths: " + sent + ", " + received + " (expected: 1 to 1024 each)");
        }
        return new SecurityOptions(types, named, classes, readers, sent, received);
    }

    /**
     * Whether forms with a tag may come.
     *
     * @param tag the first word of the forms
     * @return whether it was allowed
     */
    public boolean allows(String tag) {
        return allows(ByteString.of(tag));
    }

    boolean allows(ByteString tag) {
        return types.contains(tag);
    }

    @Nullable
    JellyType<?> named(ByteString name) {
        return named.get(name);
    }

    /**
     * How objects of a class are sent.
     *
     * @param type exactly this class
     * @return null if they are not
     */
    public @Nullable JellyType<?> typeOf(Class<?> type) {
        return classes.get(type);
    }

    @Nullable
    FormReader reader(ByteString tag) {
        return readers.get(tag);
    }

    int sentDepth() {
        return sentDepth;
    }

    int receivedDepth() {
        return receivedDepth;
    }
}
