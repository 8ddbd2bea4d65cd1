/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.guard;

import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.digest.DigestCredentialFactory;
import io.netwist.protocols.web.Request;
import java.util.Map;

/**
 * Proof of a password that is not sent. The checker must know passwords in clear. Source: {@code twisted.web._auth.digest},
 * RFC 7616.
 */
public final class DigestAuthFactory implements CredentialFactory {

    private final DigestCredentialFactory digest;

    /**
     * For a realm.
     *
     * @param algorithm {@code md5}, which every client knows, or {@code sha-256}
     * @param realm what the user sees
     * @throws IllegalArgumentException if the algorithm is unknown
     */
    public DigestAuthFactory(String algorithm, String realm) {
        digest = new DigestCredentialFactory(algorithm, realm);
    }

    @Override
    public String scheme() {
        return "Digest";
    }

    @Override
    public Map<String, String> challenge(Request request) {
        return digest.challenge(request.getClientAddress().host());
    }

    @Override
    public Credentials decode(String response, Request request) {
        return digest.decode(
                response, request.method(), request.getClientAddress().host());
    }
}
