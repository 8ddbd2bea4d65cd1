/* SPDX-License-Identifier: MIT */
package io.netwist.samples.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.samples.Sample;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalServerIT {

    @Test
    void eachConnectionHasAProgramOnATerminal() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = reactor.listenTCP(
                    0,
                    new TerminalServer(List.of("/bin/sh", "-c", "tty; read line; echo \"got $line\"")),
                    Sample.LOCAL);
            Sample.Client first = Sample.Client.connect(reactor, port.getHost());
            Sample.Client second = Sample.Client.connect(reactor, port.getHost());
            String firstTerminal = reactor.runUntil(first.until("\r\n"), Sample.LIMIT);
            String secondTerminal = reactor.runUntil(second.until("\r\n"), Sample.LIMIT);
            assertThat(firstTerminal).startsWith("/dev/").isNotEqualTo(secondTerminal);

            first.send("hello\n");
            assertThat(reactor.runUntil(first.until("got hello\r\n"), Sample.LIMIT))
                    .isEqualTo("hello\r\ngot hello\r\n");
            reactor.runUntil(first.whenConnectionLost(), Sample.LIMIT);
            second.transport().loseConnection();
            reactor.runUntil(second.whenConnectionLost(), Sample.LIMIT);
        }
    }

    @Test
    void aFloodWaitsForASlowClientAndArrivesWhole() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = reactor.listenTCP(
                    0, new TerminalServer(List.of("/bin/sh", "-c", "stty -opost; seq 1 300000")), Sample.LOCAL);
            Sample.Client client = Sample.Client.connect(reactor, port.getHost());
            client.transport().pauseProducing();
            for (int i = 0; i < 20; i++) {
                reactor.iterate(Duration.ofMillis(5));
            }
            client.transport().resumeProducing();
            assertThat(reactor.runUntil(client.until("\n300000\n"), Sample.LIMIT))
                    .hasLineCount(300_000);
            reactor.runUntil(client.whenConnectionLost(), Sample.LIMIT);
        }
    }
}
