/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

import io.netwist.deferred.Deferred;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a challenge that shows that the client knows the password, by HMAC-MD5.
 *
 * <p>The server must have the password in clear, and MD5 is what it is: for clients that can do nothing better. Source:
 * {@code twisted.cred.credentials.CramMD5Credentials}, RFC 2195.
 */
public final class CramMD5Credentials implements UsernameHashedPassword {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String challenge;
    private @Nullable String username;
    private byte @Nullable [] response;

    /**
     * With a new challenge.
     *
     * @param host the name of this server
     */
    public CramMD5Credentials(String host) {
        this.challenge =
                "<" + Long.toUnsignedString(RANDOM.nextLong()) + "." + System.currentTimeMillis() + "@" + host + ">";
    }

    /**
     * What the client has to answer.
     *
     * @return always the same
     */
    public String challenge() {
        return challenge;
    }

    /**
     * Takes the answer.
     *
     * @param answer the name, a space, the digest in hexadecimal
     * @throws IllegalArgumentException if it has no space
     */
    public void setResponse(String answer) {
        int space = answer.lastIndexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("response: no space in it (expected: a name, a space, a digest)");
        }
        username = answer.substring(0, space);
        response = answer.substring(space + 1).toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String username() {
        if (username == null) {
            throw new IllegalStateException("there is no response yet (expected: setResponse first)");
        }
        return username;
    }

    @Override
    public Deferred<Boolean> checkPassword(Secret password) {
        byte[] given = response;
        return Deferred.succeed(given != null && MessageDigest.isEqual(given, expected(password)));
    }

    private byte[] expected(Secret password) {
        return password.read(bytes -> {
            try {
                Mac mac = Mac.getInstance("HmacMD5");
                // An empty key is the same as one of zeroes, and the JDK refuses the former.
                mac.init(new SecretKeySpec(bytes.length == 0 ? new byte[1] : bytes, "HmacMD5"));
                byte[] digest = mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java has no HMAC-MD5", e);
            }
        });
    }

    @Override
    public String toString() {
        return "answer of " + username + " to " + challenge;
    }
}
