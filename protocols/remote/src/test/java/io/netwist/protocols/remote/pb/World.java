/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import io.netwist.protocols.cred.Login;
import io.netwist.protocols.cred.LoginThrottle;
import io.netwist.protocols.cred.Portal;
import io.netwist.protocols.cred.Realm;
import io.netwist.protocols.cred.checkers.AnonymousChecker;
import io.netwist.protocols.cred.checkers.InMemoryChecker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a server offers to a client of PbObjectsIT, as pb_objects_peer.py does. */
final class World {
    static final BrokerOptions OPTIONS = BrokerOptions.defaults()
            .withCopy("example.Pond", PondCopy.class)
            .withCache("example.Score", ScoreCopy::new)
            .withPasswordLogin(true);

    /** What has happened when the client of the test asks for it. */
    static final List<String> LOG =
            List.of("login user", "login anonymous", "logout anonymous", "logout user", "login anonymous");

    private final Room room = new Room();
    private final List<Object> log = new ArrayList<>();
    private final Score score = new Score(log);

    private @Nullable Broker broker;

    record Pond(int frogs, String name) implements Copyable {
        @Override
        public String getTypeToCopyFor(@Nullable Object perspective) {
            return "example.Pond";
        }

        @Override
        public Map<String, @Nullable Object> getStateToCopyFor(@Nullable Object perspective) {
            Map<String, @Nullable Object> state = new LinkedHashMap<>();
            state.put("frogs", frogs);
            state.put("name", name);
            state.put("seenBy", perspective instanceof User user ? user.name : null);
            return state;
        }
    }

    record PondCopy(long frogs, String name, @Nullable String seenBy) {}

    static final class Score implements Cacheable {
        final List<RemoteCacheObserver> observers = new ArrayList<>();
        private final List<Object> log;
        private int points = 1;

        Score(List<Object> log) {
            this.log = log;
        }

        @Override
        public String getTypeToCopyFor(@Nullable Object perspective) {
            return "example.Score";
        }

        @Override
        public Map<String, ?> getStateToCacheAndObserveFor(@Nullable Object perspective, RemoteCacheObserver observer) {
            observers.add(observer);
            return Map.of("points", points);
        }

        @Override
        public void stoppedObserving(@Nullable Object perspective, RemoteCacheObserver observer) {
            observers.remove(observer);
            log.add("stopped");
        }

        Deferred<List<@Nullable Object>> setPoints(int now) {
            points = now;
            return Deferreds.gather(observers.stream()
                    .map(each -> each.callRemote("setPoints", now))
                    .toList());
        }
    }

    static final class ScoreCopy implements RemoteCache {
        long points;

        @Override
        public void setCopyableState(Map<String, @Nullable Object> state) {
            points = (Long) Objects.requireNonNull(state.get("points"));
        }

        @Remote
        long setPoints(long now) {
            points = now;
            return now;
        }
    }

    static final class Room implements Viewable {
        @Remote
        String who(User caller) {
            return "hello " + caller.name;
        }
    }

    final class User implements Perspective {
        private final String name;
        private final @Nullable Object mind;
        private final List<Cached<?>> kept = new ArrayList<>();

        User(String name, @Nullable Object mind) {
            this.name = name;
            this.mind = mind;
        }

        @Remote
        String whoami() {
            return name;
        }

        @Remote
        Deferred<@Nullable Object> callback() {
            return ((RemoteReference) Objects.requireNonNull(mind)).callRemote("ping", 5);
        }

        @Remote
        Room view() {
            return room;
        }

        @Remote
        Pond pond() {
            return new Pond(7, "p");
        }

        @Remote
        List<Object> frogs(PondCopy pond) {
            return List.of(pond.frogs(), pond.name());
        }

        @Remote("score")
        Score theScore() {
            return score;
        }

        @Remote
        Deferred<?> change(int points) {
            return score.setPoints(points);
        }

        @Remote
        boolean isScore(Object given) {
            return given == score;
        }

        @Remote
        void follow(Cached<?> given) {
            kept.add(given);
        }

        @Remote
        long followed() {
            return ((ScoreCopy) kept.get(0).get()).points;
        }

        @Remote
        void unfollow() {
            kept.forEach(Cached::release);
            kept.clear();
        }

        @Remote
        Roots.Thing thing() {
            return new Roots.Thing();
        }

        @Remote
        List<Roots.Thing> things(int count) {
            List<Roots.Thing> things = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                things.add(new Roots.Thing());
            }
            return things;
        }

        @Remote
        List<Integer> counts() {
            Broker current = Objects.requireNonNull(broker);
            return List.of(current.exported(), current.cachedByPeer(), current.cached());
        }

        @Remote
        void pages(RemoteReference collector) {
            Pager.send(collector, "0123456789".getBytes(StandardCharsets.US_ASCII), 4)
                    .onFired(outcome -> collector.release())
                    .handleFailure(failure -> {});
        }

        @Remote("log")
        List<Object> theLog() {
            return log;
        }

        @Remote
        Deferred<Object> hold() {
            return new Deferred<>();
        }

        @Remote
        void drop() {
            Objects.requireNonNull(broker).transport().abortConnection();
        }
    }

    PBServerFactory servers() {
        Realm realm = Realm.of(Perspective.class, (id, mind) -> {
            String name = id.isAnonymous() ? "anonymous" : id.name();
            log.add("login " + name);
            return new Login<>(new User(name, mind), () -> log.add("logout " + name));
        });
        Portal portal = new Portal(
                realm, LoginThrottle.defaults(), new InMemoryChecker().with("user", "pass"), new AnonymousChecker());
        return new PBServerFactory(
                made -> {
                    broker = made;
                    return new PortalRoot(portal, made, true);
                },
                OPTIONS);
    }
}
