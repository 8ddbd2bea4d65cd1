/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.jelly.Jellier;
import io.netwist.protocols.remote.jelly.Jellyable;

/**
 * An object that stays here when it is sent: the peer gets a reference, by which it calls the methods marked {@link Remote}.
 * When the reference comes back, it is this object again.
 *
 * <pre>{@code
 * final class Echo implements Referenceable {
 *     @Remote
 *     String echo(String text) {
 *         return text;
 *     }
 * }
 * }</pre>
 *
 * <p>What a method returns is the answer, or what its Deferred fires with; what it throws is the peer's error. The arguments
 * are converted to the types of the parameters, and refused if they are others. A last parameter of the type Object[] takes as
 * many as are left. After these, a parameter of the type {@link Keywords} gets the arguments that were given by name; without
 * one, they go to the parameters of their names, if the class was compiled with these. Source: {@code
 * twisted.spread.pb.Referenceable}.
 *
 * <p>Threading: called on the reactor's thread.
 */
public interface Referenceable extends Jellyable {
    @Override
    default Object jellyFor(Jellier jellier) {
        return Sending.of(jellier, this).export(this);
    }
}
