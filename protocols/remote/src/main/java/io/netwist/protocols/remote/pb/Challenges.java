/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.cred.Secret;
import io.netwist.protocols.remote.banana.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * The arithmetic of logins: the answer to a challenge is MD5(MD5(password) + challenge). Whoever hears both can try passwords
 * at home, and whoever steals the MD5s can log in with them; it is what Perspective Broker has.
 */
final class Challenges {
    static final int LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Challenges() {}

    static ByteString fresh() {
        byte[] bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        return ByteString.of(bytes);
    }

    static byte[] md5(Secret password) {
        return password.read(bytes -> digest().digest(bytes));
    }

    /** The answer, from the MD5 of the password. */
    static byte[] response(byte[] md5, ByteString challenge) {
        MessageDigest digest = digest();
        digest.update(md5);
        return digest.digest(challenge.toByteArray());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "this Java has no MD5, which logins of Perspective Broker are made of; in FIPS mode there is none",
                    e);
        }
    }
}
