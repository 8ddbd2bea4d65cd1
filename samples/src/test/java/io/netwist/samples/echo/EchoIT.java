/* SPDX-License-Identifier: MIT */
package io.netwist.samples.echo;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.samples.Sample;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EchoIT {

    @Test
    void theClientSaysHelloPrintsTheReplyAndStops() throws Exception {
        Process server = Sample.start(EchoServer.class, "0");
        try {
            int port = Sample.portIn(server, "listening on");

            String output = Sample.outputOf(() -> EchoClient.main(new String[] {String.valueOf(port)}));

            assertThat(output.lines()).containsExactly("Server said: hello, world!", "Connection lost - goodbye!");
        } finally {
            server.destroy();
        }
        assertThat(server.waitFor(Sample.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).as("a server asked to end ends in order").isIn(0, 143);
    }

    @Test
    void theClientSaysSoWhenThereIsNoServer() throws Exception {
        String output = Sample.outputOf(() -> EchoClient.main(new String[] {String.valueOf(freePort())}));

        assertThat(output.lines()).containsExactly("Connection failed - goodbye!");
    }

    @Test
    void theServerSendsBackWhatItReceives() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = reactor.listenTCP(0, Factory.forProtocol(EchoServer.Echo::new), Sample.LOCAL);
            Sample.Client client = Sample.Client.connect(reactor, port.getHost());
            client.send("one\r\ntwo\r\n");

            assertThat(reactor.runUntil(client.until("two\r\n"), Sample.LIMIT)).isEqualTo("one\r\ntwo\r\n");
        }
    }

    private static int freePort() throws IOException {
        try (NettyReactor reactor = NettyReactor.create()) {
            return reactor.listenTCP(0, peer -> null, Sample.LOCAL).getHost().port();
        }
    }
}
