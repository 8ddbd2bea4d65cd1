/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.protocols.cred.Anonymous;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.UnauthorizedLogin;
import io.netwist.protocols.cred.UsernamePassword;
import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.jelly.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client factory is asked for, and its connection if there is one. */
final class RootRequests {
    private final List<Deferred<RemoteReference>> waiting = new ArrayList<>();
    private @Nullable Broker broker;

    /** The connection, from its first moment on; the other one only once it is ready. */
    private @Nullable Broker latest;

    void made(Broker made) {
        latest = made;
    }

    Deferred<RemoteReference> getRootObject() {
        Broker current = broker;
        if (current != null && !current.isOver()) {
            return Deferred.succeed(current.remoteForName("root"));
        }
        Deferred<RemoteReference> root = new Deferred<>();
        waiting.add(root);
        return root;
    }

    void connected(Broker made) {
        broker = made;
        for (Deferred<RemoteReference> each : taken()) {
            each.callback(made.remoteForName("root"));
        }
    }

    void lost(Broker made) {
        if (latest == made) {
            latest = null;
        }
        if (broker == made) {
            broker = null;
        }
    }

    void failed(Failure reason) {
        for (Deferred<RemoteReference> each : taken()) {
            each.errback(reason);
        }
    }

    private List<Deferred<RemoteReference>> taken() {
        List<Deferred<RemoteReference>> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    void disconnect() {
        if (latest != null) {
            latest.transport().loseConnection();
        }
    }

    // ---- logins

    Deferred<RemoteReference> login(Credentials credentials, @Nullable Object mind) {
        if (!(credentials instanceof UsernamePassword) && !(credentials instanceof Anonymous)) {
            credentials.wipe();
            return Deferred.fail(new IllegalArgumentException("credentials: "
                    + credentials.getClass().getName() + " (expected: a name and a password, or anonymous)"));
        }
        return getRootObject()
                .addCallbackDeferring(root -> credentials instanceof UsernamePassword named
                        ? challenged(root, named, mind)
                        : root.callRemote("loginAnonymous", mind))
                .onFired(outcome -> credentials.wipe())
                .addCallbacks(RootRequests::avatar, RootRequests::refused);
    }

    private static Deferred<@Nullable Object> challenged(
            RemoteReference root, UsernamePassword credentials, @Nullable Object mind) {
        // Twisted's checkers know names as bytes.
        return root.callRemote("login", ByteString.of(credentials.username())).addCallbackDeferring(answer -> {
            if (!(answer instanceof Tuple tuple)
                    || tuple.size() != 2
                    || !(tuple.get(0) instanceof ByteString challenge)
                    || !(tuple.get(1) instanceof RemoteReference challenger)) {
                throw new PBError(
                        "answer to login: " + typeOf(answer) + " (expected: a tuple of bytes and a reference)");
            }
            byte[] response = Challenges.response(Challenges.md5(credentials.password()), challenge);
            Deferred<@Nullable Object> avatar = challenger.callRemote("respond", response, mind);
            challenger.release();
            return avatar;
        });
    }

    private static RemoteReference avatar(@Nullable Object answer) {
        if (answer instanceof RemoteReference reference) {
            return reference;
        }
        throw new PBError("answer to a login: " + typeOf(answer) + " is no reference (expected: one)");
    }

    private static String typeOf(@Nullable Object answer) {
        return answer == null ? "null" : answer.getClass().getSimpleName();
    }

    private static RemoteReference refused(Failure failure) {
        if (failure.check("twisted.cred.error.UnauthorizedLogin") != null) {
            throw new UnauthorizedLogin();
        }
        throw failure.propagate();
    }
}
