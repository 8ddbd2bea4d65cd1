/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.digest;

import io.netwist.deferred.Deferred;
import io.netwist.protocols.cred.Secret;
import io.netwist.protocols.cred.UsernameHashedPassword;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/**
 * A client's response to a challenge of a {@link DigestCredentialFactory}. Source: {@code
 * twisted.cred.credentials.DigestedCredentials}.
 */
public final class DigestedCredentials implements UsernameHashedPassword {

    private final String username;
    private final String realm;
    private final String method;
    private final String algorithm;
    private final Map<String, String> fields;

    DigestedCredentials(String username, String realm, String method, String algorithm, Map<String, String> fields) {
        this.username = username;
        this.realm = realm;
        this.method = method;
        this.algorithm = algorithm;
        this.fields = fields;
    }

    @Override
    public String username() {
        return username;
    }

    @Override
    public Deferred<Boolean> checkPassword(Secret password) {
        return Deferred.succeed(
                matches(password.read(bytes -> DigestMath.userHash(algorithm, username, realm, bytes))));
    }

    /**
     * Whether these were made with the password of which somebody stored the hash of {@code user:realm:password}.
     *
     * @param userHash that hash, in lower-case hexadecimal, made with the algorithm of the challenge
     * @return fired with the answer
     */
    public Deferred<Boolean> checkHash(String userHash) {
        return Deferred.succeed(matches(userHash));
    }

    private boolean matches(String userHash) {
        String nonce = field("nonce", "");
        String session = DigestMath.session(algorithm, userHash, nonce, field("cnonce", ""));
        String expected = DigestMath.response(
                algorithm,
                session,
                method,
                field("uri", ""),
                nonce,
                fields.get("nc"),
                fields.get("cnonce"),
                field("qop", "auth"));
        return MessageDigest.isEqual(ascii(expected), ascii(field("response", "")));
    }

    private String field(String name, String otherwise) {
        return fields.getOrDefault(name, otherwise);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "digest of " + username;
    }
}
