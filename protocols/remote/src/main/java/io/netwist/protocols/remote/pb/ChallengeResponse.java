/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Deferred;
import io.netwist.protocols.cred.Secret;
import io.netwist.protocols.remote.banana.ByteString;
import java.security.MessageDigest;

/** What a client has answered to a challenge, as credentials. */
final class ChallengeResponse implements UsernameMD5Password {
    private final String username;
    private final ByteString challenge;
    private final byte[] response;

    ChallengeResponse(String username, ByteString challenge, byte[] response) {
        this.username = username;
        this.challenge = challenge;
        this.response = response;
    }

    @Override
    public String username() {
        return username;
    }

    @Override
    public Deferred<Boolean> checkPassword(Secret password) {
        return Deferred.succeed(matches(Challenges.md5(password)));
    }

    @Override
    public boolean checkMD5Password(Secret md5) {
        return md5.read(this::matches);
    }

    /** In a time that tells nothing of either. */
    private boolean matches(byte[] md5) {
        return MessageDigest.isEqual(response, Challenges.response(md5, challenge));
    }

    @Override
    public String toString() {
        return "answer of " + username + " to a challenge";
    }
}
