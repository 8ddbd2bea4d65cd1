/* SPDX-License-Identifier: MIT */
package io.netwist.samples.pbecho;

import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.protocols.remote.pb.PBServerFactory;
import io.netwist.protocols.remote.pb.Referenceable;
import io.netwist.protocols.remote.pb.Remote;

/** Says what it is told, to callers in any program. */
public final class EchoObject implements Referenceable {

    /** There is nothing to set. */
    public EchoObject() {}

    @Remote
    String echo(String text) {
        System.out.println("echoing: " + text);
        return text;
    }

    /**
     * Offers one to everybody on this machine.
     *
     * @param arguments the port; 8789 if there is none
     */
    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8789;
        NettyReactor reactor = NettyReactor.create();
        reactor.listenTCP(
                port,
                new PBServerFactory(new EchoObject()),
                ListenOptions.defaults().withInterface("127.0.0.1"));
        reactor.run();
    }
}
