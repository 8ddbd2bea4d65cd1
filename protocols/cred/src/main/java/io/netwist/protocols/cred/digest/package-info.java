/* SPDX-License-Identifier: MIT */
/**
 * HTTP's Digest authentication, also used by SIP: the client shows that it knows a password without sending it.
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.cred.digest.DigestCredentialFactory}: makes challenges and reads responses
 *   <li>{@link io.netwist.protocols.cred.digest.DigestedCredentials}: a response, for a checker that knows passwords in clear
 *       or hashes of user, realm and password
 * </ul>
 *
 * <p>Threading: any, except that a response is read and checked on one. Source: {@code twisted.cred._digest}, RFC 7616.
 */
@NullMarked
package io.netwist.protocols.cred.digest;

import org.jspecify.annotations.NullMarked;
