/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.jelly.Jellier;
import io.netwist.protocols.remote.jelly.Jellyable;

/**
 * An object that stays here when it is sent, as a {@link Referenceable} does, and is told who calls: each method marked
 * {@link Remote} has the caller's {@link Perspective} as its first parameter, which no caller can choose. It is null for who
 * has not logged in.
 *
 * <pre>{@code
 * final class Room implements Viewable {
 *     @Remote
 *     String describe(Player caller, int detail) {
 *         return caller.isBlind() ? "It is dark." : description;
 *     }
 * }
 * }</pre>
 *
 * <p>In Python these methods begin with {@code view_}. What they return is sent as the caller may see it. Source: {@code
 * twisted.spread.pb.Viewable}.
 *
 * <p>Threading: called on the reactor's thread.
 */
public interface Viewable extends Jellyable {
    @Override
    default Object jellyFor(Jellier jellier) {
        Sending sending = Sending.of(jellier, this);
        return sending.export(new ViewPoint(sending.perspective(), this));
    }
}
