/* SPDX-License-Identifier: MIT */
package io.netwist.samples.pbcache;

import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.task.LoopingCall;
import io.netwist.protocols.remote.pb.Cacheable;
import io.netwist.protocols.remote.pb.PBServerFactory;
import io.netwist.protocols.remote.pb.Referenceable;
import io.netwist.protocols.remote.pb.Remote;
import io.netwist.protocols.remote.pb.RemoteCacheObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pond that tells its watchers of each duck that comes and goes. */
public final class DuckPond implements Cacheable {
    /** What both programs call such a pond. */
    static final String TAG = "samples.DuckPond";

    private final List<String> ducks = new ArrayList<>();
    private final Set<RemoteCacheObserver> watchers = new LinkedHashSet<>();

    /** A pond without ducks. */
    public DuckPond() {}

    void addDuck(String name) {
        ducks.add(name);
        watchers.forEach(each -> each.as(Watcher.class).addDuck(name));
    }

    void removeDuck(String name) {
        ducks.remove(name);
        watchers.forEach(each -> each.as(Watcher.class).removeDuck(name));
    }

    int watchers() {
        return watchers.size();
    }

    /** What a copy is told. Nobody waits for an answer, and who has gone hears nothing. */
    interface Watcher {
        void addDuck(String name);

        void removeDuck(String name);
    }

    @Override
    public String getTypeToCopyFor(@Nullable Object perspective) {
        return TAG;
    }

    @Override
    public Map<String, ?> getStateToCacheAndObserveFor(@Nullable Object perspective, RemoteCacheObserver observer) {
        watchers.add(observer);
        return Map.of("ducks", List.copyOf(ducks));
    }

    @Override
    public void stoppedObserving(@Nullable Object perspective, RemoteCacheObserver observer) {
        watchers.remove(observer);
    }

    /** Where one gets the pond. */
    static final class Park implements Referenceable {
        private final DuckPond pond;

        Park(DuckPond pond) {
            this.pond = pond;
        }

        @Remote("pond")
        DuckPond theOnlyOne() {
            return pond;
        }
    }

    /**
     * Serves this machine, with one more duck every other second.
     *
     * @param arguments the port; 8800 if there is none
     */
    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8800;
        NettyReactor reactor = NettyReactor.create();
        DuckPond pond = new DuckPond();
        reactor.listenTCP(
                port,
                new PBServerFactory(new Park(pond)),
                ListenOptions.defaults().withInterface("127.0.0.1"));
        LoopingCall.of(reactor, () -> pond.addDuck("duck " + pond.ducks.size())).start(Duration.ofSeconds(2));
        reactor.run();
    }
}
