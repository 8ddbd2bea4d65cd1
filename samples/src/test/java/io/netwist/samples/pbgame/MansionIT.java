/* SPDX-License-Identifier: MIT */
package io.netwist.samples.pbgame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.checkers.InMemoryChecker;
import io.netwist.protocols.remote.pb.PBClientFactory;
import io.netwist.protocols.remote.pb.Referenceable;
import io.netwist.protocols.remote.pb.Remote;
import io.netwist.samples.Sample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MansionIT {

    /** A guest, as their client calls it. */
    interface RemoteGuest {
        Deferred<RemoteRoom> look();

        Deferred<RemoteRoom> go(String way);

        Deferred<@Nullable Void> light();
    }

    interface RemoteRoom {
        Deferred<String> describe();
    }

    /** A client, and what it has heard. */
    static final class Ears implements Referenceable {
        final List<String> heard = new ArrayList<>();

        @Remote
        void hear(String what) {
            heard.add(what);
        }
    }

    private final NettyReactor reactor = NettyReactor.create();
    private final int port = reactor.listenTCP(
                    0,
                    new Mansion()
                            .servers(new InMemoryChecker().with("ann", "ann").with("bob", "bob")),
                    Sample.LOCAL)
            .getHost()
            .port();

    @AfterEach
    void close() {
        reactor.close();
    }

    private <T extends @Nullable Object> T got(Deferred<T> deferred) throws Exception {
        return reactor.runUntil(deferred, Sample.LIMIT);
    }

    private PBClientFactory connected() {
        PBClientFactory factory = new PBClientFactory();
        reactor.connectTCP("127.0.0.1", port, factory);
        return factory;
    }

    @Test
    void whatOneSeesDependsOnWhoOneIs() throws Exception {
        Ears ears = new Ears();
        PBClientFactory anns = connected();
        PBClientFactory bobs = connected();
        RemoteGuest ann = got(anns.login(Credentials.usernamePassword("ann", "ann"), ears))
                .as(RemoteGuest.class);
        RemoteGuest bob =
                got(bobs.login(Credentials.usernamePassword("bob", "bob"))).as(RemoteGuest.class);
        RemoteRoom hall = got(ann.look());
        assertThat(got(hall.describe())).isEqualTo("The hall. bob is here. You can go down.");
        assertThat(got(got(bob.look()).describe())).isEqualTo("The hall. ann is here. You can go down.");

        got(bob.light());
        RemoteRoom bobsCellar = got(bob.go("down"));
        RemoteRoom annsCellar = got(ann.go("down"));
        assertThat(got(annsCellar.describe())).isEqualTo("It is dark.");
        assertThat(got(bobsCellar.describe())).isEqualTo("The cellar. ann is here. You can go up.");
        assertThat(got(hall.describe())).isEqualTo("You remember the hall.");
        assertThatThrownBy(() -> got(ann.go("north"))).hasMessage("You cannot go north.");

        bobs.disconnect();
        Sample.until(reactor, () -> ears.heard.size() == 3);
        assertThat(ears.heard).containsExactly("bob comes in.", "bob goes away.", "bob goes away.");
    }
}
