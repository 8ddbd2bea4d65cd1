/* SPDX-License-Identifier: MIT */
/**
 * SSH keys as credentials: who holds the private half of a key that is listed for a user is that user.
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.cred.ssh.SshPublicKey}: a key as SSH writes it, and what it can verify
 *   <li>{@link io.netwist.protocols.cred.ssh.SshPrivateKey}: the credentials, for {@code AuthorizedKeysChecker}
 * </ul>
 *
 * <p>Threading: any; everything is immutable. Source: {@code twisted.cred.credentials.SSHPrivateKey}, RFC 4252, 4253, 5656,
 * 8332, 8709.
 */
@NullMarked
package io.netwist.protocols.cred.ssh;

import org.jspecify.annotations.NullMarked;
