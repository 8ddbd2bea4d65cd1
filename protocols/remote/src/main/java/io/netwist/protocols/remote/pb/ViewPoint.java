/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An object as somebody sees it: what the peer has a reference to when it was sent a {@link Viewable}, and what comes when
 * the peer sends that reference home. Equal to another of the very same two. Source: {@code twisted.spread.pb.ViewPoint}.
 */
public final class ViewPoint {
    private final @Nullable Object perspective;
    private final Viewable object;

    ViewPoint(@Nullable Object perspective, Viewable object) {
        this.perspective = perspective;
        this.object = Objects.requireNonNull(object, "object");
    }

    /**
     * Who sees it.
     *
     * @return the avatar; null for a peer that has not logged in
     */
    public @Nullable Object perspective() {
        return perspective;
    }

    /**
     * What is seen.
     *
     * @return the object that was sent
     */
    public Viewable object() {
        return object;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ViewPoint view && perspective == view.perspective && object == view.object;
    }

    @Override
    public int hashCode() {
        return 31 * System.identityHashCode(perspective) + System.identityHashCode(object);
    }

    @Override
    public String toString() {
        return "view of " + object + " for " + perspective;
    }
}
