/* SPDX-License-Identifier: MIT */
package io.netwist.samples.pbcache;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.protocols.remote.pb.BrokerOptions;
import io.netwist.protocols.remote.pb.Cached;
import io.netwist.protocols.remote.pb.PBClientFactory;
import io.netwist.protocols.remote.pb.Remote;
import io.netwist.protocols.remote.pb.RemoteCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ducks of a pond in another program, as they are there. */
public final class WatchedPond implements RemoteCache {
    private final List<String> ducks = new ArrayList<>();

    /** Without ducks until the state has come. */
    public WatchedPond() {}

    List<String> ducks() {
        return List.copyOf(ducks);
    }

    @Override
    public void setCopyableState(Map<String, @Nullable Object> state) {
        if (state.get("ducks") instanceof List<?> there) {
            there.forEach(each -> ducks.add(String.valueOf(each)));
        }
    }

    @Remote
    void addDuck(String name) {
        ducks.add(name);
        System.out.println(name + " has come");
    }

    @Remote
    void removeDuck(String name) {
        ducks.remove(name);
        System.out.println(name + " has gone");
    }

    /** What the park has. */
    interface Park {
        Deferred<Cached<WatchedPond>> pond();
    }

    /** What may come from a park, besides what always may. */
    static final BrokerOptions OPTIONS = BrokerOptions.defaults().withCache(DuckPond.TAG, WatchedPond::new);

    /**
     * Watches until the program is told to stop.
     *
     * @param arguments the port on this machine; 8800 if there is none
     */
    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8800;
        NettyReactor reactor = NettyReactor.create();
        PBClientFactory factory = new PBClientFactory(OPTIONS);
        reactor.connectTCP("127.0.0.1", port, factory);
        // The pond tells of its ducks for as long as one holds on to this.
        List<Cached<WatchedPond>> held = new ArrayList<>();
        factory.getRootObject()
                .addCallbackDeferring(root -> root.as(Park.class).pond())
                .consume(
                        pond -> {
                            held.add(pond);
                            System.out.println("there are " + pond.get().ducks());
                        },
                        failure -> {
                            System.out.println("no pond: " + failure.getErrorMessage());
                            reactor.stop();
                        });
        reactor.run();
        held.forEach(Cached::release);
    }
}
