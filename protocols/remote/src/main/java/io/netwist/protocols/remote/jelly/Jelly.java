/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes lists of values and values of lists.
 *
 * <table>
 * <caption>What becomes what, in both directions unless said</caption>
 * <tr><th>Java</th><th>Python</th></tr>
 * <tr><td>null, Boolean</td><td>None, bool</td></tr>
 * <tr><td>Long, or BigInteger for what is larger; Integer, Short, Byte and Character are sent</td><td>int</td></tr>
 * <tr><td>Double; Float is sent</td><td>float</td></tr>
 * <tr><td>String</td><td>str</td></tr>
 * <tr><td>ByteString; byte[] is sent</td><td>bytes</td></tr>
 * <tr><td>ArrayList; any List is sent</td><td>list</td></tr>
 * <tr><td>{@link Tuple}</td><td>tuple</td></tr>
 * <tr><td>LinkedHashMap; any Map is sent</td><td>dict</td></tr>
 * <tr><td>LinkedHashSet; any Set is sent</td><td>set</td></tr>
 * <tr><td>{@link FrozenSet}</td><td>frozenset</td></tr>
 * <tr><td>BigDecimal</td><td>Decimal</td></tr>
 * <tr><td>LocalDateTime, LocalDate, LocalTime, Duration</td><td>datetime, date, time, timedelta</td></tr>
 * <tr><td>objects and Class of a {@link JellyType}</td><td>instances, classes</td></tr>
 * <tr><td>{@link Unpersistable}; all else is sent as such</td><td>Unpersistable</td></tr>
 * </table>
 *
 * <p>An object that is met twice is sent once, and is one object again at the other side; cycles too. Source: {@code
 * twisted.spread.jelly}.
 *
 * <p>Threading: any.
 */
public final class Jelly {
    private final SecurityOptions options;
    private final @Nullable Function<Object, @Nullable Object> store;
    private final @Nullable Function<@Nullable Object, @Nullable Object> load;

    /**
     * Makes one.
     *
     * @param options what may cross
     */
    public Jelly(SecurityOptions options) {
        this(options, null, null);
    }

    private Jelly(
            SecurityOptions options,
            @Nullable Function<Object, @Nullable Object> store,
            @Nullable Function<@Nullable Object, @Nullable Object> load) {
        this.options = Objects.requireNonNull(options, "options");
        this.store = store;
        this.load = load;
    }

    /**
     * With a place where objects are kept that are sent by their names there.
     *
     * @param store asked for the name of each object that is not built in; null for those that it does not keep
     * @param load gives the object of a name
     * @return a copy
     */
    public Jelly withPersistence(
            Function<Object, @Nullable Object> store, Function<@Nullable Object, @Nullable Object> load) {
        return new Jelly(options, Objects.requireNonNull(store, "store"), Objects.requireNonNull(load, "load"));
    }

    /**
     * Makes a list of a value.
     *
     * @param value see above
     * @return what a Banana encoder takes
     * @throws JellyException if there is something in the value that cannot be sent
     */
    public Object jelly(@Nullable Object value) {
        return new Jellier(options, null, store).jelly(value);
    }

    /**
     * Makes a value of a list.
     *
     * @param expression what a Banana decoder made
     * @return see above
     * @throws InsecureJellyException if it has something in it that is not allowed
     * @throws JellyException if it is no jelly
     */
    public @Nullable Object unjelly(Object expression) {
        return new Unjellier(options, null, load).unjellyWhole(expression);
    }
}
