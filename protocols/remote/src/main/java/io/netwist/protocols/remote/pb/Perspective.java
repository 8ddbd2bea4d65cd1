/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.jelly.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who has logged in acts through. The client has a reference to it and calls its methods that are marked {@link
 * Remote}; in Python they begin with {@code perspective_}. Everything that these return is sent as this perspective may see
 * it: it is what a {@link Viewable} gets as caller.
 *
 * <pre>{@code
 * final class Player implements Perspective {
 *     @Remote
 *     Room look() {
 *         return room;
 *     }
 * }
 * }</pre>
 *
 * <p>Source: {@code twisted.spread.pb.Avatar} and {@code IPerspective}.
 *
 * <p>Threading: called on the reactor's thread.
 */
public interface Perspective {
    /**
     * The client calls a method. Override me to answer calls in another way than by methods that are marked.
     *
     * @param method its name
     * @param arguments as they came
     * @param keywords those that were given by name
     * @return the answer, or a Deferred of it
     * @throws Throwable is sent to the client
     */
    default @Nullable Object perspectiveMessageReceived(String method, Tuple arguments, Keywords keywords)
            throws Throwable {
        return RemoteMethods.of(getClass()).call(this, "perspective_", method, arguments.asList(), keywords.values());
    }
}
