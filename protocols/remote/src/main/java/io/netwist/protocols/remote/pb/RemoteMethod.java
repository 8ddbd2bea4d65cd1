/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Deferred;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A method of an object of the peer's, to be called later or handed around. Equal to others of an equal object and the same
 * name. Source: {@code twisted.spread.pb.RemoteMethod}.
 *
 * @param target whose method
 * @param name its name
 */
public record RemoteMethod(RemoteObject target, String name) {
    /**
     * Checks them.
     *
     * @param target whose method
     * @param name its name
     */
    public RemoteMethod {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(name, "name");
    }

    /**
     * Calls the method.
     *
     * @param arguments as for {@link RemoteObject#callRemote}
     * @return as {@link RemoteObject#callRemote}
     */
    public Deferred<@Nullable Object> call(@Nullable Object... arguments) {
        return target.callRemote(name, arguments);
    }
}
