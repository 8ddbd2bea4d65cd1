/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

import io.netwist.deferred.Deferred;
import org.jspecify.annotations.Nullable;

/** One type of avatar, before a realm that has others. */
final class TypedRealm<T> implements Realm {

    private final @Nullable Realm others;
    private final Class<T> type;
    private final Realm.DeferringAvatarMaker<T> maker;

    TypedRealm(@Nullable Realm others, Class<T> type, Realm.DeferringAvatarMaker<T> maker) {
        this.others = others;
        this.type = type;
        this.maker = maker;
    }

    @Override
    @SuppressWarnings("unchecked") // A is T when the classes are the same
    public <A> Deferred<Login<A>> requestAvatar(AvatarId id, @Nullable Object mind, Class<A> wanted) throws Exception {
        if (wanted == type) {
            return (Deferred<Login<A>>) (Deferred<?>) maker.make(id, mind);
        }
        if (others != null) {
            return others.requestAvatar(id, mind, wanted);
        }
        throw new IllegalArgumentException("avatar: " + wanted.getName()
                + " (expected: a type that the realm has, such as " + type.getName() + ")");
    }
}
