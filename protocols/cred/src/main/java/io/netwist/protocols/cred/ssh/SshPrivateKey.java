/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.ssh;

import io.netwist.protocols.cred.Credentials;
import java.util.Objects;
import java.util.Optional;

/**
 * A name and a public key, with a signature that shows who has its private half; without one, the question whether that key
 * would do. Source: {@code twisted.cred.credentials.SSHPrivateKey}.
 */
public final class SshPrivateKey implements Credentials {

    private final String username;
    private final SshPublicKey key;
    private final byte[] signedData;
    private final Optional<byte[]> signature;

    /**
     * What a client sent.
     *
     * @param username who it says it is
     * @param key the public half
     * @param signedData what was to be signed
     * @param signature as in RFC 4253 section 6.6; empty for a question
     */
    public SshPrivateKey(String username, SshPublicKey key, byte[] signedData, Optional<byte[]> signature) {
        this.username = Objects.requireNonNull(username, "username");
        this.key = Objects.requireNonNull(key, "key");
        this.signedData = signedData.clone();
        this.signature = signature.map(byte[]::clone);
    }

    /**
     * Who it is said to be.
     *
     * @return the name
     */
    public String username() {
        return username;
    }

    /**
     * The public half.
     *
     * @return the key
     */
    public SshPublicKey key() {
        return key;
    }

    /**
     * Whether this is only the question whether the key would do.
     *
     * @return true without a signature
     */
    public boolean isQuestion() {
        return signature.isEmpty();
    }

    /**
     * Whether the private half has signed.
     *
     * @return false without a signature and with a wrong one
     */
    public boolean isSigned() {
        return signature.isPresent() && key.verify(signature.get(), signedData);
    }

    @Override
    public String toString() {
        return "key " + key + " of " + username;
    }
}
