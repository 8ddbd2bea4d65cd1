/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.CopiedException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.UnauthorizedLogin;
import io.netwist.protocols.remote.TwistedPeer;
import io.netwist.protocols.remote.banana.ByteString;
import java.io.BufferedReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Each kind of object, and logins, between each pair of Twisted and this as client and server. Twisted is a package of the
 * system ({@code python3-twisted}); without it the tests that need it are skipped.
 */
class PbObjectsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final NettyReactor reactor = NettyReactor.create();
    private final TwistedPeer python = new TwistedPeer("/pb_objects_peer.py");

    @AfterEach
    void close() throws Exception {
        reactor.close();
        python.close();
    }

    private <T extends @Nullable Object> T got(Deferred<T> deferred) throws Exception {
        return reactor.runUntil(deferred, LIMIT);
    }

    private int ourServer() {
        return reactor.listenTCP(
                        0, new World().servers(), ListenOptions.defaults().withInterface("127.0.0.1"))
                .getHost()
                .port();
    }

    private int theirServer() throws Exception {
        TwistedPeer.assumeInstalled("twisted");
        return Integer.parseInt(python.start("server").readLine());
    }

    private PBClientFactory connected(int port) {
        PBClientFactory factory = new PBClientFactory(World.OPTIONS);
        reactor.connectTCP("127.0.0.1", port, factory);
        return factory;
    }

    @Spec({"PB-113", "PB-115", "PB-116"})
    @Test
    void callsAServerOfTwisted() throws Exception {
        assertCalls(theirServer());
    }

    @Spec({"PB-115", "PB-116"})
    @Test
    void callsAServerOfItsOwnKind() throws Exception {
        assertCalls(ourServer());
    }

    private static Credentials user(String password) {
        return Credentials.usernamePassword("user", password);
    }

    private void assertCalls(int port) throws Exception {
        PBClientFactory factory = connected(port);
        assertThatThrownBy(() -> got(factory.login(user("wrong")))).isInstanceOf(UnauthorizedLogin.class);
        RemoteReference avatar = got(factory.login(user("pass"), new Roots.Thing()));
        assertThat(got(avatar.callRemote("whoami"))).isEqualTo("user");
        assertThat(got(avatar.callRemote("callback"))).isEqualTo("pong");
        RemoteReference anonymous = got(factory.login(Credentials.anonymous()));
        assertThat(got(anonymous.callRemote("whoami"))).isEqualTo("anonymous");
        RemoteReference view = (RemoteReference) Objects.requireNonNull(got(avatar.callRemote("view")));
        RemoteReference other = (RemoteReference) Objects.requireNonNull(got(anonymous.callRemote("view")));
        assertThat(view).isNotEqualTo(other);
        assertThat(got(view.callRemote("who"))).isEqualTo("hello user");
        assertThat(got(other.callRemote("who"))).isEqualTo("hello anonymous");
        assertThat(got(avatar.callRemote("pond"))).isEqualTo(new World.PondCopy(7, "p", "user"));
        assertThat(got(avatar.callRemote("frogs", new World.Pond(3, "q")))).isEqualTo(List.of(3L, "q"));
        assertCaches(avatar);
        assertThat(got(Pager.getAllPages(avatar, "pages")).stream().map(ByteString::text))
                .containsExactly("0123", "4567", "89");
        List.of(view, other, anonymous).forEach(RemoteReference::release);
        assertThousandComeAndGo(avatar);
        Deferred<?> held = avatar.callRemote("hold");
        avatar.tell("drop").handleFailure(failure -> {});
        assertThatThrownBy(() -> got(held)).isInstanceOf(PBConnectionLost.class);
        RemoteReference later = got(connected(port).login(Credentials.anonymous()));
        List<Object> log = new ArrayList<>((List<?>) Objects.requireNonNull(got(later.callRemote("log"))));
        // When the collector has found the last hold on the cache is its own affair.
        assertThat(log.remove("stopped")).isTrue();
        assertThat(log).isEqualTo(World.LOG);
    }

    @SuppressWarnings("unchecked")
    private void assertCaches(RemoteReference avatar) throws Exception {
        Cached<World.ScoreCopy> score =
                (Cached<World.ScoreCopy>) Objects.requireNonNull(got(avatar.callRemote("score")));
        Object again = got(avatar.callRemote("score"));
        assertThat(again).isEqualTo(score).isNotSameAs(score);
        assertThat(score.get().points).isEqualTo(1);
        got(avatar.callRemote("change", 5));
        assertThat(score.get().points).isEqualTo(5);
        assertThat(got(avatar.callRemote("isScore", score))).isEqualTo(true);
        // The other hold is left to the collector.
        score.release();
        World.Score ours = new World.Score(new ArrayList<>());
        got(avatar.callRemote("follow", ours));
        got(ours.setPoints(8));
        assertThat(got(avatar.callRemote("followed"))).isEqualTo(8L);
        got(avatar.callRemote("unfollow"));
        for (int i = 0; i < 20 && !ours.observers.isEmpty(); i++) {
            got(avatar.callRemote("unfollow"));
        }
        assertThat(ours.observers).isEmpty();
        assertThat(avatar.broker().cachedByPeer()).isZero();
    }

    private void assertThousandComeAndGo(RemoteReference avatar) throws Exception {
        List<RemoteReference> things = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            things.add((RemoteReference) Objects.requireNonNull(got(avatar.callRemote("thing"))));
        }
        List<?> most = (List<?>) Objects.requireNonNull(got(avatar.callRemote("counts")));
        assertThat(most.get(0)).isEqualTo(1002L);
        things.subList(0, 500).forEach(RemoteReference::release);
        things.clear();
        // The mind alone is left on this side, whatever the collector takes its time for.
        Object counts = null;
        for (long end = System.nanoTime() + LIMIT.toNanos(); System.nanoTime() < end; ) {
            counts = got(avatar.callRemote("counts"));
            if (List.of(2L, 0L, 0L).equals(counts)) {
                break;
            }
            System.gc();
        }
        assertThat(counts).isEqualTo(List.of(2L, 0L, 0L));
        assertThat(avatar.broker().exported()).isEqualTo(1);
        assertThat(avatar.broker().cached()).isZero();
        // Last, as Twisted keeps what was in an answer that it could not send.
        assertThatThrownBy(() -> got(avatar.callRemote("things", 1100)))
                .isInstanceOfSatisfying(
                        CopiedException.class,
                        error -> assertThat(error.ancestors()).contains("twisted.spread.pb.Error"));
    }

    private static final List<String> SEEN = List.of(
            "wrong password",
            "login",
            "anonymous",
            "views",
            "copies",
            "cache",
            "followed",
            "pages",
            "counts",
            "own counts",
            "limit",
            "lost",
            "logouts");

    private List<String> linesOfTheirClient(int port) throws Exception {
        BufferedReader output = python.start("client", Integer.toString(port));
        return got(reactor.deferToThread(() -> output.lines().toList()));
    }

    @Spec({"PB-114", "PB-115", "PB-116"})
    @Test
    void answersAClientOfTwisted() throws Exception {
        TwistedPeer.assumeInstalled("twisted");
        assertThat(linesOfTheirClient(ourServer())).isEqualTo(SEEN);
    }

    /** What the others are held to. */
    @Test
    void twistedAnswersItself() throws Exception {
        assertThat(linesOfTheirClient(theirServer())).isEqualTo(SEEN);
    }
}
