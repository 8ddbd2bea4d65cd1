/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

import io.netwist.deferred.Deferred;
import org.jspecify.annotations.Nullable;

/**
 * Has an avatar for everybody who was recognised: an object of the application's that acts for them.
 *
 * <pre>{@code
 * Realm realm = Realm.of(Mailbox.class, (id, mind) -> new Login<>(open(id.name()), () -> close(id.name())))
 *         .and(User.class, (id, mind) -> new Login<>(new User(id), () -> {}));
 * }</pre>
 *
 * <p>Source: {@code twisted.cred.portal.IRealm}.
 */
public interface Realm {

    /**
     * Gives an avatar.
     *
     * @param <A> the type of it
     * @param id who it is
     * @param mind the client's own end, as it was given to the login; null if none was
     * @param wanted what the caller can use
     * @return fired with the avatar and what to do when the session is over
     * @throws Exception as a failure; IllegalArgumentException if there is no avatar of that type
     */
    <A> Deferred<Login<A>> requestAvatar(AvatarId id, @Nullable Object mind, Class<A> wanted) throws Exception;

    /**
     * A realm with one type of avatar.
     *
     * @param <A> the type
     * @param type the same, as callers ask for it
     * @param maker called at each login
     * @return the realm; {@link #and} adds types
     */
    static <A> Realm of(Class<A> type, AvatarMaker<A> maker) {
        return new TypedRealm<>(null, type, deferring(maker));
    }

    /**
     * The same, with avatars that take time.
     *
     * @param <A> the type
     * @param type the same, as callers ask for it
     * @param maker called at each login
     * @return the realm; {@link #andDeferring} adds types
     */
    static <A> Realm ofDeferring(Class<A> type, DeferringAvatarMaker<A> maker) {
        return new TypedRealm<>(null, type, maker);
    }

    /**
     * This realm with another type of avatar.
     *
     * @param <A> the type
     * @param type the same, as callers ask for it
     * @param maker called at each login that asks for it
     * @return a new realm
     */
    default <A> Realm and(Class<A> type, AvatarMaker<A> maker) {
        return new TypedRealm<>(this, type, deferring(maker));
    }

    /**
     * This realm with another type of avatar, which takes time.
     *
     * @param <A> the type
     * @param type the same, as callers ask for it
     * @param maker called at each login that asks for it
     * @return a new realm
     */
    default <A> Realm andDeferring(Class<A> type, DeferringAvatarMaker<A> maker) {
        return new TypedRealm<>(this, type, maker);
    }

    private static <A> DeferringAvatarMaker<A> deferring(AvatarMaker<A> maker) {
        return (id, mind) -> Deferred.succeed(maker.make(id, mind));
    }

    /**
     * Makes avatars of one type.
     *
     * @param <A> the type
     */
    @FunctionalInterface
    interface AvatarMaker<A> {
        /**
         * Makes one.
         *
         * @param id who it is
         * @param mind as given to the login
         * @return the avatar and its end
         * @throws Exception as a failure of the login
         */
        Login<A> make(AvatarId id, @Nullable Object mind) throws Exception;
    }

    /**
     * Makes avatars of one type, which takes time.
     *
     * @param <A> the type
     */
    @FunctionalInterface
    interface DeferringAvatarMaker<A> {
        /**
         * Makes one.
         *
         * @param id who it is
         * @param mind as given to the login
         * @return fired with the avatar and its end
         * @throws Exception as a failure of the login
         */
        Deferred<Login<A>> make(AvatarId id, @Nullable Object mind) throws Exception;
    }
}
