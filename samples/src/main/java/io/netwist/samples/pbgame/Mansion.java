/* SPDX-License-Identifier: MIT */
package io.netwist.samples.pbgame;

import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.protocols.cred.CredentialsChecker;
import io.netwist.protocols.cred.Login;
import io.netwist.protocols.cred.Portal;
import io.netwist.protocols.cred.Realm;
import io.netwist.protocols.cred.checkers.InMemoryChecker;
import io.netwist.protocols.remote.pb.BrokerOptions;
import io.netwist.protocols.remote.pb.PBServerFactory;
import io.netwist.protocols.remote.pb.Perspective;

/** Where the game is played: a hall, and a cellar in which one sees nothing without a lamp. */
public final class Mansion {

    private final Room hall = new Room("hall", false);

    /** A house without guests. */
    public Mansion() {
        hall.connect("down", new Room("cellar", true), "up");
    }

    /**
     * A server for those whom a checker knows. They are in the hall until they go, and in the house until they log out.
     *
     * @param checker says who may play
     * @return to be listened with; use TLS where others can hear
     */
    PBServerFactory servers(CredentialsChecker checker) {
        Realm realm = Realm.of(Perspective.class, (id, mind) -> {
            Guest guest = new Guest(id.name(), mind, hall);
            guest.enter();
            return new Login<>(guest, guest::leave);
        });
        return new PBServerFactory(
                new Portal(realm, checker), BrokerOptions.defaults().withPasswordLogin(true));
    }

    /**
     * Serves this machine. The players are ann and bob, and their passwords are their names.
     *
     * @param arguments the port; 8788 if there is none
     */
    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8788;
        NettyReactor reactor = NettyReactor.create();
        reactor.listenTCP(
                port,
                new Mansion().servers(new InMemoryChecker().with("ann", "ann").with("bob", "bob")),
                ListenOptions.defaults().withInterface("127.0.0.1"));
        reactor.run();
    }
}
