/* SPDX-License-Identifier: MIT */
package io.netwist.samples.pbecho;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.protocols.remote.pb.PBClientFactory;
import java.time.Duration;

/** Calls the echo object once, and prints the answer. */
public final class EchoObjectClient {

    private EchoObjectClient() {}

    /** What the other program's object can do. */
    interface Echo {
        Deferred<String> echo(String text);
    }

    /**
     * Calls.
     *
     * @param arguments the port on this machine, 8789 if there is none
     * @throws Exception if there is no connection, or no answer
     */
    public static void main(String[] arguments) throws Exception {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8789;
        try (NettyReactor reactor = NettyReactor.create()) {
            PBClientFactory factory = new PBClientFactory();
            reactor.connectTCP("127.0.0.1", port, factory);
            Deferred<String> answer = factory.getRootObject()
                    .addCallbackDeferring(root -> root.as(Echo.class).echo("hello network"));
            System.out.println("server echoed: " + reactor.runUntil(answer, Duration.ofSeconds(10)));
        }
    }
}
