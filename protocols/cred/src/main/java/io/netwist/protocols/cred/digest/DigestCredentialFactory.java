/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.digest;

import io.netwist.protocols.cred.LoginFailed;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes challenges and reads the responses to them.
 *
 * <p>Nothing is remembered of a challenge: its {@code opaque} is a proof, by a key of this factory, that it was made here,
 * for this client, not long ago. Source: {@code twisted.cred.credentials.DigestCredentialFactory}.
 */
public final class DigestCredentialFactory {

    private static final Duration LIFETIME = Duration.ofMinutes(15);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String algorithm;
    private final String realm;
    private final InstantSource time;
    private final byte[] key = random(32);

    /**
     * A factory with a key of its own.
     *
     * @param algorithm {@code md5}, {@code md5-sess}, {@code sha}, {@code sha-256} or {@code sha-256-sess}
     * @param realm what the user sees
     * @throws IllegalArgumentException if the algorithm is unknown
     */
    public DigestCredentialFactory(String algorithm, String realm) {
        this(algorithm, realm, InstantSource.system());
    }

    DigestCredentialFactory(String algorithm, String realm, InstantSource time) {
        this.algorithm = DigestMath.algorithm(algorithm)
                .orElseThrow(() -> new IllegalArgumentException(
                        "algorithm: " + algorithm + " (expected: md5, md5-sess, sha, sha-256 or sha-256-sess)"));
        this.realm = Objects.requireNonNull(realm, "realm");
        this.time = time;
    }

    /**
     * A new challenge.
     *
     * @param address the client's; empty if there is none
     * @return the fields of the challenge and their values, not quoted
     */
    public Map<String, String> challenge(String address) {
        String nonce = HexFormat.of().formatHex(random(12));
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("nonce", nonce);
        fields.put("opaque", opaque(nonce, address, String.valueOf(now())));
        fields.put("qop", "auth");
        fields.put("algorithm", algorithm);
        fields.put("realm", realm);
        return fields;
    }

    private long now() {
        return time.instant().getEpochSecond();
    }

    /** Package-private for the tests, which make wrong ones. */
    String opaque(String nonce, String address, String seconds) {
        String what = nonce + "," + address + "," + seconds;
        return proof(what) + "-" + Base64.getUrlEncoder().encodeToString(what.getBytes(StandardCharsets.UTF_8));
    }

    private String proof(String what) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(what.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA256", e);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /**
     * Reads a response.
     *
     * @param response what stands after {@code Digest} in the client's header
     * @param method of the request
     * @param address the client's; empty if there is none
     * @return credentials for a portal
     * @throws LoginFailed if a field is missing, or the response is to no challenge of this factory, client and time
     */
    public DigestedCredentials decode(String response, String method, String address) {
        Map<String, String> fields = new AuthFields(response).read();
        String username = required(fields, "username");
        String nonce = required(fields, "nonce");
        verify(required(fields, "opaque"), nonce, address);
        String used = DigestMath.algorithm(fields.getOrDefault("algorithm", "md5"))
                .orElseThrow(() -> new LoginFailed("digest: algorithm unknown (expected: " + algorithm + ")"));
        return new DigestedCredentials(username, realm, method, used, fields);
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null || value.isEmpty()) {
            throw new LoginFailed("digest: no " + name + " (expected: one)");
        }
        return value;
    }

    private void verify(String opaque, String nonce, String address) {
        int dash = opaque.indexOf('-');
        String what = dash < 0 ? null : decoded(opaque.substring(dash + 1));
        if (what == null) {
            throw new LoginFailed("digest: opaque malformed (expected: that of the challenge)");
        }
        boolean ours = MessageDigest.isEqual(
                proof(what).getBytes(StandardCharsets.US_ASCII),
                opaque.substring(0, dash).getBytes(StandardCharsets.US_ASCII));
        if (!ours) {
            throw new LoginFailed("digest: opaque was not made here (expected: that of the challenge)");
        }
        String[] parts = what.split(",", -1);
        if (parts.length != 3 || !parts[0].equals(nonce)) {
            throw new LoginFailed("digest: nonce of another challenge (expected: that of this one)");
        }
        if (!parts[1].equals(address)) {
            throw new LoginFailed("digest: challenge of another client (expected: one made for " + address + ")");
        }
        long age = now() - seconds(parts[2]);
        if (age > LIFETIME.toSeconds()) {
            throw new LoginFailed(
                    "digest: challenge " + age + " s old (expected: " + LIFETIME.toSeconds() + " or less)");
        }
    }

    private static long seconds(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new LoginFailed("digest: time " + text + " (expected: a number)");
        }
    }

    private static @Nullable String decoded(String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
