/* SPDX-License-Identifier: MIT */
package io.netwist.samples.process;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.process.BaseProcessProtocol;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.deferred.Failure;
import java.util.List;

/**
 * Gives each connection a program on a terminal of its own. The terminal and the connection are each other's producers, so a
 * program that floods a slow client waits, and takes no memory. Whoever hangs up sends the program SIGHUP.
 *
 * <p>Only for programs that may be given to anybody who can connect.
 */
public final class TerminalServer implements Factory<TerminalServer.Session> {

    private final List<String> command;

    /**
     * A server of one program.
     *
     * @param command its path, and its arguments
     */
    public TerminalServer(List<String> command) {
        this.command = List.copyOf(command);
    }

    @Override
    public Session buildProtocol(Address peer) {
        return new Session();
    }

    /** One connection and its program. */
    final class Session extends BaseProtocol {
        private final Program program = new Program();

        @Override
        public void connectionMade() {
            reactor()
                    .spawnProcess(
                            program,
                            command.get(0),
                            command,
                            ProcessOptions.defaults().withParentEnvironment().withTerminal());
            program.transport().registerProducer(transport());
            transport().registerProducer(program.transport());
        }

        @Override
        public void dataReceived(ByteBuf data) {
            program.transport().write(data.retain());
        }

        @Override
        public void connectionLost(Failure reason) {
            program.transport().unregisterProducer();
            program.transport().loseConnection();
        }

        private final class Program extends BaseProcessProtocol {
            @Override
            protected void outReceived(ByteBuf data) {
                Session.this.transport().write(data.retain());
            }

            @Override
            public void processEnded(Failure reason) {
                Session.this.transport().unregisterProducer();
                Session.this.transport().loseConnection();
            }
        }
    }

    /**
     * Serves a program on this machine's own address.
     *
     * @param arguments the port, the program's path, and its arguments
     */
    public static void main(String[] arguments) {
        NettyReactor reactor = NettyReactor.create();
        List<String> command = List.of(arguments).subList(1, arguments.length);
        Address address = reactor.listenTCP(
                        Integer.parseInt(arguments[0]),
                        new TerminalServer(command),
                        ListenOptions.defaults().withInterface("127.0.0.1"))
                .getHost();
        System.out.println("listening on " + address);
        reactor.run();
    }
}
