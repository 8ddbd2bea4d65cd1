/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Deferred;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.Login;
import io.netwist.protocols.cred.LoginFailed;
import io.netwist.protocols.cred.Portal;
import io.netwist.protocols.cred.UnauthorizedLogin;
import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.jelly.Jellyable;
import io.netwist.protocols.remote.jelly.Tuple;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The root object of one connection to a server that has a portal: one can only log in. */
final class PortalRoot implements Referenceable {
    private final Portal portal;
    private final Broker broker;
    private final boolean takesPasswords;

    PortalRoot(Portal portal, Broker broker, boolean takesPasswords) {
        this.portal = Objects.requireNonNull(portal, "portal");
        this.broker = broker;
        this.takesPasswords = takesPasswords;
    }

    /** A challenge, and whom to send the answer to. */
    @Remote
    Tuple login(Object username) {
        if (!takesPasswords) {
            throw new LoginFailed("logins with a password are off at this server");
        }
        if (username instanceof ByteString bytes) {
            return challenge(bytes.text());
        }
        if (username instanceof String text) {
            return challenge(text);
        }
        throw new WrongArgumentsException("username: neither bytes nor text (expected: one of these)");
    }

    private Tuple challenge(String username) {
        ByteString challenge = Challenges.fresh();
        return Tuple.of(challenge, new Challenger(this, username, challenge));
    }

    @Remote
    Deferred<Jellyable> loginAnonymous(@Nullable Object mind) {
        return admitted(Credentials.anonymous(), mind);
    }

    /** Takes the answer to one challenge, once. */
    static final class Challenger implements Referenceable {
        private final PortalRoot root;
        private final String username;
        private final ByteString challenge;
        private boolean used;

        Challenger(PortalRoot root, String username, ByteString challenge) {
            this.root = root;
            this.username = username;
            this.challenge = challenge;
        }

        @Remote
        Deferred<Jellyable> respond(ByteString response, @Nullable Object mind) {
            if (used) {
                throw new UnauthorizedLogin(); // Another answer would be a guess for free.
            }
            used = true;
            return root.admitted(new ChallengeResponse(username, challenge, response.toByteArray()), mind);
        }
    }

    private Deferred<Jellyable> admitted(Credentials credentials, @Nullable Object mind) {
        return portal.login(credentials, mind, Perspective.class, broker.transport())
                .addCallback(this::entered);
    }

    private Jellyable entered(Login<Perspective> login) {
        Jellyable sent = login.avatar() instanceof Jellyable itself ? itself : new AvatarReference(login.avatar());
        broker.whenReleased(sent, login.logout());
        return sent;
    }
}
