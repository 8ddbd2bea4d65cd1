/* SPDX-License-Identifier: MIT */
package io.netwist.samples.pblogin;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.UnauthorizedLogin;
import io.netwist.protocols.remote.pb.PBClientFactory;
import java.time.Duration;

/** Logs in as guest, calls once, and prints the answer. */
public final class EchoPortalClient {

    private EchoPortalClient() {}

    /** What the avatar can do. */
    interface Echo {
        Deferred<String> echo(String text);
    }

    /**
     * Calls.
     *
     * @param arguments the port on this machine and the password; 8787 and guest if there are none
     * @throws Exception if there is no connection, or no answer
     */
    public static void main(String[] arguments) throws Exception {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8787;
        String password = arguments.length > 1 ? arguments[1] : "guest";
        try (NettyReactor reactor = NettyReactor.create()) {
            PBClientFactory factory = new PBClientFactory();
            reactor.connectTCP("127.0.0.1", port, factory);
            Deferred<String> answer = factory.login(Credentials.usernamePassword("guest", password))
                    .addCallbackDeferring(avatar -> avatar.as(Echo.class).echo("hello again"))
                    .addErrback(UnauthorizedLogin.class, refused -> "nothing, as I may not come in");
            System.out.println("server echoed: " + reactor.runUntil(answer, Duration.ofSeconds(10)));
        }
    }
}
