/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The formulas of RFC 7616 section 3.4. */
final class DigestMath {

    private static final Map<String, String> ALGORITHMS =
            Map.of("md5", "MD5", "md5-sess", "MD5", "sha", "SHA-1", "sha-256", "SHA-256", "sha-256-sess", "SHA-256");

    private DigestMath() {}

    /** The name in lower case, if it is known. */
    static Optional<String> algorithm(String name) {
        return Optional.of(name.toLowerCase(Locale.ROOT)).filter(ALGORITHMS::containsKey);
    }

    /** H(user:realm:password), which may be stored in place of the password. */
    static String userHash(String algorithm, String user, String realm, byte[] password) {
        MessageDigest digest = of(algorithm);
        digest.update(utf8(user + ":" + realm + ":"));
        digest.update(password);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** H(A1). */
    static String session(String algorithm, String userHash, String nonce, String cnonce) {
        return algorithm.endsWith("-sess") ? hash(algorithm, userHash + ":" + nonce + ":" + cnonce) : userHash;
    }

    /** The response. Without a count and a nonce of the client's it is as in RFC 2069. */
    static String response(
            String algorithm,
            String session,
            String method,
            String uri,
            String nonce,
            @Nullable String count,
            @Nullable String cnonce,
            String quality) {
        String request = hash(algorithm, method + ":" + uri);
        String middle = count == null || cnonce == null ? "" : count + ":" + cnonce + ":" + quality + ":";
        return hash(algorithm, session + ":" + nonce + ":" + middle + request);
    }

    private static String hash(String algorithm, String text) {
        return HexFormat.of().formatHex(of(algorithm).digest(utf8(text)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest of(String algorithm) {
        try {
            return MessageDigest.getInstance(String.valueOf(ALGORITHMS.get(algorithm)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }
}
