/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.jelly.Jellier;
import io.netwist.protocols.remote.jelly.Jellyable;

/** What a client that has logged in gets a reference to. Each login has its own, also when the avatar is the same. */
final class AvatarReference implements Jellyable {
    private final Perspective avatar;

    AvatarReference(Perspective avatar) {
        this.avatar = avatar;
    }

    Perspective avatar() {
        return avatar;
    }

    @Override
    public Object jellyFor(Jellier jellier) {
        return Sending.of(jellier, this).export(this);
    }
}
