/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.guard;

import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.LoginFailed;
import io.netwist.protocols.cred.Secret;
import io.netwist.protocols.cred.UsernamePassword;
import io.netwist.protocols.web.Request;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/**
 * Name and password in clear, which only TLS keeps from others. Source: {@code twisted.web._auth.basic}, RFC 7617.
 */
public final class BasicCredentialFactory implements CredentialFactory {

    private final String realm;

    /**
     * For a realm.
     *
     * @param realm what the user sees
     */
    public BasicCredentialFactory(String realm) {
        this.realm = Objects.requireNonNull(realm, "realm");
    }

    @Override
    public String scheme() {
        return "Basic";
    }

    @Override
    public Map<String, String> challenge(Request request) {
        return Map.of("realm", realm);
    }

    @Override
    public Credentials decode(String response, Request request) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(response.strip().replaceAll("=+$", ""));
        } catch (IllegalArgumentException e) {
            throw new LoginFailed("Basic: no base 64 (expected: that of NAME:PASSWORD)");
        }
        try {
            int colon = 0;
            while (colon < decoded.length && decoded[colon] != ':') {
                colon++;
            }
            if (colon == decoded.length) {
                throw new LoginFailed("Basic: no colon (expected: NAME:PASSWORD)");
            }
            String name = new String(decoded, 0, colon, StandardCharsets.UTF_8);
            byte[] password = Arrays.copyOfRange(decoded, colon + 1, decoded.length);
            Secret secret = Secret.of(password);
            Arrays.fill(password, (byte) 0);
            return new UsernamePassword(name, secret);
        } finally {
            Arrays.fill(decoded, (byte) 0);
        }
    }
}
