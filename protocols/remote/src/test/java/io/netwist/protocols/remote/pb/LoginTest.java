/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionRefusedException;
import io.netwist.bridge.testing.MemoryReactor;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.cred.AvatarId;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.CredentialsChecker;
import io.netwist.protocols.cred.Login;
import io.netwist.protocols.cred.Portal;
import io.netwist.protocols.cred.Realm;
import io.netwist.protocols.cred.Secret;
import io.netwist.protocols.cred.UnauthorizedLogin;
import io.netwist.protocols.cred.checkers.AnonymousChecker;
import io.netwist.protocols.cred.checkers.InMemoryChecker;
import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.jelly.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoginTest {
    /** What a user acts through. */
    static final class User implements Perspective {
        final String name;
        final @Nullable Object mind;

        User(String name, @Nullable Object mind) {
            this.name = name;
            this.mind = mind;
        }

        @Remote
        ByteString whoami() {
            return ByteString.of(name);
        }

        @Remote
        Deferred<@Nullable Object> callBack() {
            return ((RemoteReference) Objects.requireNonNull(mind)).callRemote("ping");
        }

        @Remote
        User itself() {
            return this;
        }

        String hidden() {
            return "secret";
        }
    }

    /** An avatar that is sent as it is. */
    static final class Direct implements Perspective, Referenceable {
        @Remote
        String direct() {
            return "direct";
        }
    }

    private final List<String> events = new ArrayList<>();
    private final Direct direct = new Direct();
    private final Realm realm = Realm.of(Perspective.class, (id, mind) -> {
        String name = id.isAnonymous() ? "anon" : id.name();
        if (name.equals("broken")) {
            throw new IllegalArgumentException("no room for broken");
        }
        events.add("login " + name);
        return new Login<>(name.equals("direct") ? direct : new User(name, mind), () -> events.add("logout " + name));
    });
    private final InMemoryChecker passwords = new InMemoryChecker()
            .with("user", "pass")
            .with("other", "word")
            .with("direct", "pass")
            .with("broken", "pass");
    private final Portal portal = new Portal(realm, passwords, new AnonymousChecker());
    private static final BrokerOptions OPEN = BrokerOptions.defaults().withPasswordLogin(true);
    private final PBServerFactory servers = new PBServerFactory(portal, OPEN);

    private Pair pair() {
        return new Pair(servers, BrokerOptions.defaults());
    }

    private static Credentials user(String name, String password) {
        return Credentials.usernamePassword(name, password);
    }

    // VE-07 and VE-08, VP-B04 to B11, and the check values of the formula.
    @Spec({"PB-086", "PB-087"})
    @Test
    void answersAChallengeByteForByte() {
        assertThat(Pair.HEX.formatHex(Challenges.md5(Secret.of("pass")))).isEqualTo("1a1dc91c907325c69271ddf0c944bc72");
        assertThat(Pair.HEX.formatHex(
                        Challenges.response(Challenges.md5(Secret.of("guest")), ByteString.of("0123456789abcdef"))))
                .isEqualTo("2b6778dba078e80700f3228459a4fd22");
        PBClientFactory clients = new PBClientFactory();
        StringTransport wire = Pair.calling(clients);
        wire.clear();
        Deferred<RemoteReference> avatar = clients.login(user("user", "pass"));
        assertThat(Pair.hex(wire)).isEqualTo("07801a8701810482726f6f741487018102800b8704827573657201800587");
        assertThat(Pair.served(wire, "03801b87018103800b871082d0b4ff10198aaf490b1a174a0823d78e028010870181"))
                .isEqualTo(
                        "07801a87028101810782726573706f6e64018103800b871082e19ed47491b398639b367f55795598b70180018701800587"
                                + "02801d870181");
        Pair.served(wire, "03801b870281028010870281");
        wire.clear();
        Deferred<?> whoami = successResultOf(avatar).callRemote("whoami");
        assertThat(Pair.hex(wire)).isEqualTo("07801a8703810281068277686f616d69018101800b8701800587");
        Pair.served(wire, "03801b870381048275736572");
        assertThat(successResultOf(whoami)).isEqualTo(ByteString.of("user"));
        // The other one of the two.
        Deferred<RemoteReference> again = clients.login(user("user", "pass"));
        assertThat(Pair.served(wire, "03801b87048103800b8710828a9e4519711ce08b8b71a1f81e8b2c88028010870181"))
                .contains("10822b633b84301c2fca678e96fea1236401");
        Pair.served(wire, "03801b87058102800782756e69636f6465018278");
        assertThat(failureResultOf(again).getErrorMessage()).contains("no reference");
        Deferred<RemoteReference> third = clients.login(user("user", "pass"));
        Pair.served(wire, "03801b8706810181");
        assertThat(failureResultOf(third).getErrorMessage()).startsWith("answer to login: Long (expected: a tuple");
    }

    @Spec({"PB-086", "PB-094", "PB-100", "CRED-009"})
    @Test
    void challengesByteForByte() {
        Broker server = servers.buildProtocol(Pair.PEER);
        StringTransport wire = Pair.serving(server);
        String challenged = Pair.served(wire, "07801a8701810482726f6f741487018102800b8704827573657201800587");
        assertThat(challenged)
                .startsWith("03801b87018103800b871082")
                .endsWith("028010870181")
                .hasSize(24 + 32 + 12);
        ByteString challenge = ByteString.of(Pair.HEX.parseHex(challenged.substring(24, 56)));
        String response = Pair.HEX.formatHex(Challenges.response(Challenges.md5(Secret.of("pass")), challenge));
        assertThat(Pair.served(
                        wire,
                        "07801a87028101810782726573706f6e64018103800b871082" + response + "0180018701800587"
                                + "02801d870181"))
                .isEqualTo("03801b870281028010870281");
        assertThat(Pair.served(wire, "07801a8703810281068277686f616d69018101800b8701800587"))
                .isEqualTo("03801b870381048275736572");
        assertThat(Pair.served(wire, "02801d870281")).isEmpty();
        assertThat(events).containsExactly("login user", "logout user");
        assertThat(server.exported()).isEqualTo(1);
        // VE-05: a name as text will do, too.
        assertThat(Pair.served(
                        wire, "07801a8701810482726f6f741487018102800b8702800782756e69636f646504827573657201800587"))
                .startsWith("03801b8701");
        Set<String> challenges = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            challenges.add(Challenges.fresh().toString());
        }
        assertThat(challenges).hasSize(50);
    }

    @Spec({"PB-088", "PB-099"})
    @Test
    void refusesWrongUsersAndWrongPasswordsAlike() {
        Pair pair = pair();
        assertThat(pair.lost(pair.clients.login(user("user", "wrong"))).value()).isInstanceOf(UnauthorizedLogin.class);
        assertThat(pair.lost(pair.clients.login(user("nobody", ""))).value()).isInstanceOf(UnauthorizedLogin.class);
        Tuple challenged =
                (Tuple) Objects.requireNonNull(pair.got(pair.root().callRemote("login", ByteString.of("user"))));
        RemoteReference challenger = (RemoteReference) Objects.requireNonNull(challenged.get(1));
        byte[] right = Challenges.response(
                Challenges.md5(Secret.of("pass")), (ByteString) Objects.requireNonNull(challenged.get(0)));
        assertThat(pair.lost(challenger.callRemote("respond", new byte[16], null))
                        .check("twisted.cred.error.UnauthorizedLogin", "twisted.cred.error.LoginFailed"))
                .isEqualTo("twisted.cred.error.UnauthorizedLogin");
        // It was used once, and is good for no other answer.
        assertThat(pair.lost(challenger.callRemote("respond", right, null))
                        .check("twisted.cred.error.UnauthorizedLogin"))
                .isNotNull();
        assertThat(pair.lost(challenger.callRemote("respond", 5, null)).check("builtins.TypeError"))
                .isNotNull();
        assertThat(pair.lost(pair.root().callRemote("login", 5)).check("builtins.TypeError"))
                .isNotNull();
        assertThat(events).isEmpty();
    }

    // Sessions D and E.
    @Spec({"PB-089", "PB-090", "PB-091", "PB-092"})
    @Test
    void letsPeopleInWithoutANameIfThereIsACheckerForIt() {
        StringTransport wire = Pair.serving(servers.buildProtocol(Pair.PEER));
        assertThat(Pair.served(
                        wire, "07801a8701810482726f6f740e826c6f67696e416e6f6e796d6f7573018102800b870180018701800587"))
                .isEqualTo("03801b870181028010870181");
        Pair pair = pair();
        RemoteReference anonymous = pair.got(pair.clients.login(Credentials.anonymous(), new Roots.Thing()));
        assertThat(pair.got(anonymous.callRemote("whoami"))).isEqualTo(ByteString.of("anon"));
        assertThat(pair.got(anonymous.callRemote("callBack"))).isEqualTo("pong");
        assertThat(pair.lost(anonymous.callRemote("hidden")).check("builtins.AttributeError"))
                .isNotNull();
        // The avatar itself is no object that can be sent.
        assertThat(pair.got(anonymous.callRemote("itself")).toString()).contains("deemed insecure");
        RemoteReference named = pair.got(pair.clients.login(user("user", "pass"), new Roots.Thing()));
        assertThat(pair.got(named.callRemote("callBack"))).isEqualTo("pong");
        Pair strict = new Pair(new PBServerFactory(new Portal(realm, passwords), OPEN), BrokerOptions.defaults());
        assertThat(strict.lost(strict.clients.login(Credentials.anonymous()))
                        .check("twisted.cred.error.UnhandledCredentials"))
                .isNotNull();
    }

    @Spec("PB-086")
    @Test
    void takesNoPasswordsUnlessAskedTo() {
        Pair pair = new Pair(new PBServerFactory(portal), BrokerOptions.defaults());
        assertThat(pair.lost(pair.clients.login(user("user", "pass"))).getErrorMessage())
                .isEqualTo("logins with a password are off at this server");
        assertThat(pair.got(pair.clients.login(Credentials.anonymous())).broker())
                .isSameAs(pair.client());
    }

    @Spec("PB-092")
    @Test
    void anAvatarThatCanBeSentIsSent() {
        Pair pair = pair();
        RemoteReference one = pair.got(pair.clients.login(user("direct", "pass")));
        RemoteReference other = pair.got(pair.clients.login(user("direct", "pass")));
        assertThat(pair.got(one.callRemote("direct"))).isEqualTo("direct");
        assertThat(one).isEqualTo(other);
        one.release();
        pair.wire.flush();
        assertThat(events).doesNotContain("logout direct");
        other.release();
        pair.wire.flush();
        assertThat(events).containsExactly("login direct", "login direct", "logout direct", "logout direct");
    }

    @Spec({"PB-093", "PB-094", "PB-096"})
    @Test
    void logsOutOnce() {
        Pair pair = pair();
        Deferred<RemoteReference> first = pair.clients.login(user("user", "pass"));
        Deferred<RemoteReference> second = pair.clients.login(user("other", "word"));
        RemoteReference user = pair.got(first);
        RemoteReference other = pair.got(second);
        assertThat(pair.got(user.callRemote("whoami"))).isEqualTo(ByteString.of("user"));
        assertThat(pair.got(other.callRemote("whoami"))).isEqualTo(ByteString.of("other"));
        user.release();
        pair.wire.flush();
        assertThat(events).containsExactly("login user", "login other", "logout user");
        assertThat(pair.server.exported()).isEqualTo(2);
        pair.clients.disconnect();
        pair.wire.flush();
        assertThat(events).endsWith("logout user", "logout other").hasSize(4);
    }

    @Spec({"PB-093", "PB-098"})
    @Test
    void aLoginThatComesTooLateIsLoggedOut() {
        Deferred<AvatarId> judged = new Deferred<>();
        CredentialsChecker slow = new CredentialsChecker() {
            @Override
            public Set<Class<? extends Credentials>> credentialTypes() {
                return Set.of(UsernameMD5Password.class);
            }

            @Override
            public Deferred<AvatarId> requestAvatarId(Credentials credentials) {
                // All that it has stored is the MD5 of "pass".
                Secret md5 = Secret.of(Pair.HEX.parseHex("1a1dc91c907325c69271ddf0c944bc72"));
                return ((UsernameMD5Password) credentials).checkMD5Password(md5)
                        ? judged
                        : Deferred.fail(new UnauthorizedLogin());
            }
        };
        Pair pair = new Pair(new PBServerFactory(new Portal(realm, slow), OPEN), BrokerOptions.defaults());
        assertThat(pair.lost(pair.clients.login(user("user", "wrong"))).value()).isInstanceOf(UnauthorizedLogin.class);
        Deferred<?> login = pair.clients.login(user("user", "pass"));
        pair.wire.flush();
        pair.clients.disconnect();
        assertThat(pair.lost(login).value()).isInstanceOf(PBConnectionLost.class);
        judged.callback(AvatarId.of("user"));
        assertThat(events).containsExactly("login user", "logout user");
    }

    @Spec("PB-098")
    @Test
    void whatTheRealmThrowsReachesTheClient() {
        Pair pair = pair();
        assertThat(pair.lost(pair.clients.login(user("broken", "pass"))).check("builtins.ValueError"))
                .isNotNull();
        assertThat(pair.lost(pair.clients.login(new Credentials() {})).value())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Spec("PB-097")
    @Test
    void waitsForTheConnection() {
        MemoryReactor reactor = new MemoryReactor();
        PBClientFactory early = new PBClientFactory();
        Deferred<RemoteReference> login = early.login(user("user", "pass"));
        assertNoResult(login);
        reactor.listenTCP(8787, servers);
        reactor.connectTCP("127.0.0.1", 8787, early);
        turn(reactor);
        assertThat(successResultOf(login).broker().exported()).isZero();
        PBClientFactory refused = new PBClientFactory();
        Deferred<RemoteReference> never = refused.login(user("user", "pass"));
        reactor.connectTCP("127.0.0.1", 1, refused);
        turn(reactor);
        assertThat(failureResultOf(never).value()).isInstanceOf(ConnectionRefusedException.class);
    }

    @Spec("PB-097")
    @Test
    void whoWaitsIsToldThatTheConnectionHasEnded() {
        MemoryReactor reactor = new MemoryReactor();
        reactor.listenTCP(8787, peer -> new BaseProtocol() {}); // Agrees on no dialect, ever.
        PBClientFactory factory = new PBClientFactory();
        Deferred<RemoteReference> never = factory.getRootObject();
        reactor.connectTCP("127.0.0.1", 8787, factory);
        turn(reactor);
        assertNoResult(never);
        factory.disconnect();
        turn(reactor);
        assertThat(failureResultOf(never).value()).isInstanceOf(ConnectionDone.class);

        reactor.listenTCP(8788, servers);
        reactor.connectTCP("127.0.0.1", 8788, factory);
        Deferred<RemoteReference> root = factory.getRootObject();
        turn(reactor);
        List<Object> told = new ArrayList<>();
        successResultOf(root).notifyOnDisconnect(gone -> factory.getRootObject().consume(told::add, told::add));
        factory.disconnect();
        turn(reactor);
        assertThat(told).singleElement().isInstanceOf(Failure.class);
    }

    @Spec("PB-094")
    @Test
    void aLoginWhoseAnswerIsNotWantedIsLoggedOutAtOnce() {
        Pair pair = pair();
        RemoteReference root = pair.got(pair.clients.getRootObject());
        for (int i = 0; i < 3; i++) {
            root.tell("loginAnonymous", (Object) null);
        }
        pair.wire.flush();
        assertThat(events)
                .containsExactly("login anon", "logout anon", "login anon", "logout anon", "login anon", "logout anon");
        assertThat(pair.server.exported()).isOne();
    }

    @Spec("PB-094")
    @Test
    void loginsOfOneAvatarAreLimitedToo() {
        PBServerFactory narrow = new PBServerFactory(portal, OPEN.withMaxReferences(5));
        Pair pair = new Pair(narrow, BrokerOptions.defaults());
        for (int i = 0; i < 5; i++) {
            pair.got(pair.clients.login(user("direct", "pass")));
        }
        assertThat(pair.lost(pair.clients.login(user("direct", "pass"))).getErrorMessage())
                .contains("Maximum PB login count exceeded");
        assertThat(events).hasSize(7).endsWith("login direct", "logout direct");
    }

    private static void turn(MemoryReactor reactor) {
        for (int i = 0; i < 50; i++) {
            reactor.iterate(Duration.ZERO);
        }
    }

    @Spec({"PB-085", "PB-103"})
    @Test
    void theNextConnectionServesWhoWaits() {
        MemoryReactor reactor = new MemoryReactor();
        ReconnectingPBClientFactory factory = new ReconnectingPBClientFactory(reactor, BrokerOptions.defaults());
        Deferred<RemoteReference> login = factory.login(user("user", "pass"), null);
        reactor.connectTCP("127.0.0.1", 8787, factory);
        turn(reactor);
        assertNoResult(login);
        reactor.listenTCP(8787, servers);
        reactor.clock().advance(Duration.ofMinutes(1));
        turn(reactor);
        RemoteReference avatar = successResultOf(login);
        List<Object> answers = new ArrayList<>();
        avatar.notifyOnDisconnect(gone -> factory.getRootObject()
                .addCallbackDeferring(root -> root.callRemote("loginAnonymous", (Object) null))
                .consume(answers::add, failure -> answers.add(failure.value())));
        reactor.wires().get(0).sever();
        turn(reactor);
        assertThat(answers).isEmpty();
        reactor.clock().advance(Duration.ofMinutes(1));
        turn(reactor);
        assertThat(answers).singleElement().isInstanceOf(RemoteReference.class);
        factory.disconnect();
        turn(reactor);
        reactor.clock().advance(Duration.ofHours(1));
        turn(reactor);
        Deferred<RemoteReference> late = factory.getRootObject();
        factory.disconnect();
        assertThat(failureResultOf(late).value()).isInstanceOf(ConnectionDone.class);
        assertThat(events).containsExactly("login user", "logout user", "login anon", "logout anon");
    }

    @Spec("PB-086")
    @Test
    void wipesThePasswordOfTheClient() {
        Pair pair = pair();
        Secret secret = Secret.of("pass");
        pair.got(pair.clients.login(new io.netwist.protocols.cred.UsernamePassword("user", secret)));
        assertThat(secret.matches(Secret.of("pass".getBytes(StandardCharsets.UTF_8))))
                .isFalse();
    }
}
