/* SPDX-License-Identifier: MIT */
/**
 * Checkers: who knows the passwords.
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.cred.checkers.PasswordFile}: files of users and hashes, {@code htpasswd}'s among them;
 *       {@link io.netwist.protocols.cred.checkers.PasswordHashes} judges the hashes
 *   <li>{@link io.netwist.protocols.cred.checkers.UnixChecker} and {@link
 *       io.netwist.protocols.cred.checkers.PamChecker}: the accounts of the system
 *   <li>{@link io.netwist.protocols.cred.checkers.LdapChecker}: a directory
 *   <li>{@link io.netwist.protocols.cred.checkers.InMemoryChecker}, {@link
 *       io.netwist.protocols.cred.checkers.AnonymousChecker}: tests, and everybody
 * </ul>
 *
 * <p>Threading: on a reactor's thread; what blocks or computes for long, files and hashes above all, goes to that reactor's
 * worker threads. On a thread that is no reactor's it is done at once. Source: {@code twisted.cred.checkers} and {@code
 * twisted.conch.checkers}.
 */
@NullMarked
package io.netwist.protocols.cred.checkers;

import org.jspecify.annotations.NullMarked;
