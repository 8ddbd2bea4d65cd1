/* SPDX-License-Identifier: MIT */
package io.netwist.samples.pblogin;

import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.protocols.cred.CredentialsChecker;
import io.netwist.protocols.cred.Login;
import io.netwist.protocols.cred.Portal;
import io.netwist.protocols.cred.Realm;
import io.netwist.protocols.cred.checkers.AnonymousChecker;
import io.netwist.protocols.cred.checkers.InMemoryChecker;
import io.netwist.protocols.remote.pb.BrokerOptions;
import io.netwist.protocols.remote.pb.PBError;
import io.netwist.protocols.remote.pb.PBServerFactory;
import io.netwist.protocols.remote.pb.Perspective;
import io.netwist.protocols.remote.pb.Remote;

/** Says what it is told, to those who have logged in. */
public final class EchoPortal {

    private EchoPortal() {}

    /** What somebody who has logged in can call. Their name is not an argument, so nobody calls as somebody else. */
    static final class Echoer implements Perspective {
        private final String name;

        Echoer(String name) {
            this.name = name;
        }

        @Remote
        String echo(String text) {
            System.out.println(name + " says: " + text);
            return text;
        }

        @Remote
        String repeat(String text, int times) {
            if (times > 10) {
                throw new PBError(name + " hears nothing more than ten times");
            }
            return text.repeat(times);
        }
    }

    /**
     * A server for those whom some checkers know.
     *
     * @param checkers say who may come in
     * @return to be listened with; use TLS where others can hear
     */
    static PBServerFactory servers(CredentialsChecker... checkers) {
        Realm realm = Realm.of(Perspective.class, (id, mind) -> {
            String name = id.isAnonymous() ? "somebody" : id.name();
            System.out.println(name + " has come");
            return new Login<>(new Echoer(name), () -> System.out.println(name + " has gone"));
        });
        return new PBServerFactory(
                new Portal(realm, checkers), BrokerOptions.defaults().withPasswordLogin(true));
    }

    /**
     * Serves this machine. There is one user, guest, whose password is guest; and everybody else may come in without a name.
     *
     * @param arguments the port; 8787 if there is none
     */
    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8787;
        NettyReactor reactor = NettyReactor.create();
        reactor.listenTCP(
                port,
                servers(new InMemoryChecker().with("guest", "guest"), new AnonymousChecker()),
                ListenOptions.defaults().withInterface("127.0.0.1"));
        reactor.run();
    }
}
