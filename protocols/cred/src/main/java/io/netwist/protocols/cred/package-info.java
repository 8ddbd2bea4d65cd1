/* SPDX-License-Identifier: MIT */
/**
 * Who somebody is, and what they get: authentication apart from protocols and from applications.
 *
 * <p>In reading order:
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.cred.Portal}: takes {@link io.netwist.protocols.cred.Credentials}, gives a {@link
 *       io.netwist.protocols.cred.Login}; what a protocol knows
 *   <li>{@link io.netwist.protocols.cred.Realm}: has an avatar for everybody; what an application writes
 *   <li>{@link io.netwist.protocols.cred.CredentialsChecker}: recognises somebody as an {@link
 *       io.netwist.protocols.cred.AvatarId}; {@code io.netwist.protocols.cred.checkers} has those for files, systems and
 *       directories, {@code io.netwist.protocols.cred.strcred} makes them from text
 *   <li>{@link io.netwist.protocols.cred.UsernamePassword} and the other kinds of credentials, with {@link
 *       io.netwist.protocols.cred.Secret}
 *   <li>{@link io.netwist.protocols.cred.LoginThrottle}: slows guessing down
 * </ul>
 *
 * <p>Threading: one reactor's thread. Source: {@code twisted.cred}.
 */
@NullMarked
package io.netwist.protocols.cred;

import org.jspecify.annotations.NullMarked;
