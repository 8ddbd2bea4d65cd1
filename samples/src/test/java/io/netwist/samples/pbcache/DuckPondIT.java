/* SPDX-License-Identifier: MIT */
package io.netwist.samples.pbcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.protocols.remote.pb.Cached;
import io.netwist.protocols.remote.pb.PBClientFactory;
import io.netwist.protocols.remote.pb.PBServerFactory;
import io.netwist.samples.Sample;
import org.junit.jupiter.api.Test;

class DuckPondIT {

    @Test
    void aWatcherSeesTheDucksComeAndGo() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            DuckPond pond = new DuckPond();
            pond.addDuck("Donald");
            PBClientFactory factory = new PBClientFactory(WatchedPond.OPTIONS);
            reactor.connectTCP(
                    "127.0.0.1",
                    reactor.listenTCP(0, new PBServerFactory(new DuckPond.Park(pond)), Sample.LOCAL)
                            .getHost()
                            .port(),
                    factory);
            WatchedPond.Park park =
                    reactor.runUntil(factory.getRootObject(), Sample.LIMIT).as(WatchedPond.Park.class);
            Cached<WatchedPond> watched = reactor.runUntil(park.pond(), Sample.LIMIT);
            assertThat(watched.get().ducks()).containsExactly("Donald");

            pond.addDuck("Daisy");
            pond.removeDuck("Donald");
            Cached<WatchedPond> again = reactor.runUntil(park.pond(), Sample.LIMIT);
            assertThat(again).isEqualTo(watched);
            assertThat(watched.get().ducks()).containsExactly("Daisy");

            watched.release();
            again.release();
            reactor.runUntil(park.pond(), Sample.LIMIT).release();
            Sample.until(reactor, () -> pond.watchers() == 0);
        }
    }
}
