/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.cred.Secret;
import io.netwist.protocols.cred.UsernameHashedPassword;

/**
 * What a client that logs in shows: a name, and something that only who knows the MD5 of the password can have made. A checker
 * may judge it by the password, or by that MD5 alone, for which it declares this type. Source: {@code
 * twisted.spread.pb.IUsernameMD5Password}.
 */
public interface UsernameMD5Password extends UsernameHashedPassword {
    /**
     * Whether these credentials were made with a password of which only the MD5 is stored.
     *
     * @param md5 16 bytes
     * @return whether they were
     */
    boolean checkMD5Password(Secret md5);
}
