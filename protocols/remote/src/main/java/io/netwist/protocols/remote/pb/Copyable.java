/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.jelly.Jellier;
import io.netwist.protocols.remote.jelly.Jellyable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of which the peer gets a copy. What is in the copy may depend on who gets it.
 *
 * <pre>{@code
 * record Pond(String name, int frogs) implements Copyable {
 *     @Override
 *     public String getTypeToCopyFor(Object perspective) {
 *         return "zoo.Pond";
 *     }
 * }
 * }</pre>
 *
 * <p>The peer refuses a copy unless it has registered its tag: in Python with {@code setUnjellyableForClass}, here with {@link
 * BrokerOptions#withCopy}. Source: {@code twisted.spread.pb.Copyable}.
 *
 * <p>Threading: called on the thread that sends.
 */
public interface Copyable extends Jellyable {
    /**
     * The tag that the peer knows the class of the copy by. Override me if that is not the name of the Java class.
     *
     * @param perspective who gets the copy; null for nobody in particular
     * @return usually a module, a dot and a class
     */
    default String getTypeToCopyFor(@Nullable Object perspective) {
        return getClass().getName();
    }

    /**
     * What is in the copy. A record needs no override: its components are.
     *
     * @param perspective who gets the copy; null for nobody in particular
     * @return values by their names
     */
    default Map<String, ? extends @Nullable Object> getStateToCopyFor(@Nullable Object perspective) {
        if (this instanceof Record record) {
            return Components.of(record.getClass()).of(record);
        }
        throw new UnsupportedOperationException(
                getClass().getName() + " has no getStateToCopyFor (expected: one, or a record)");
    }

    @Override
    default Object jellyFor(Jellier jellier) {
        Object perspective = Sending.perspectiveOf(jellier);
        return jellier.form(this, ByteString.of(getTypeToCopyFor(perspective)), getStateToCopyFor(perspective));
    }
}
