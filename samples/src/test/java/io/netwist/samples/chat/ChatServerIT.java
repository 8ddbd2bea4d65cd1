/* SPDX-License-Identifier: MIT */
package io.netwist.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.samples.Sample;
import org.junit.jupiter.api.Test;

class ChatServerIT {

    @Test
    void everybodyHearsWhatTheOthersSay() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = reactor.listenTCP(0, new ChatServer(), Sample.LOCAL);
            Sample.Client ada = Sample.Client.connect(reactor, port.getHost());
            Sample.Client bob = Sample.Client.connect(reactor, port.getHost());

            assertThat(hears(reactor, ada, "name?\r\n")).isEqualTo("What's your name?\r\n");
            assertThat(hears(reactor, bob, "name?\r\n")).isEqualTo("What's your name?\r\n");
            ada.send("Ada\r\n");
            assertThat(hears(reactor, ada, "\r\n")).isEqualTo("Welcome, Ada! Here: nobody\r\n");
            bob.send("Ada\r\n");
            assertThat(hears(reactor, bob, "\r\n")).isEqualTo("Name taken, please choose another.\r\n");
            bob.send("Bob\r\n");
            assertThat(hears(reactor, bob, "\r\n")).isEqualTo("Welcome, Bob! Here: Ada\r\n");
            assertThat(hears(reactor, ada, "joined.\r\n")).isEqualTo("Bob has joined.\r\n");
            bob.send("hello\r\nworld\r\n");
            assertThat(hears(reactor, ada, "world\r\n")).isEqualTo("<Bob> hello\r\n<Bob> world\r\n");
            bob.transport().loseConnection();
            assertThat(hears(reactor, ada, "\r\n")).isEqualTo("Bob has left.\r\n");
        }
    }

    private static String hears(NettyReactor reactor, Sample.Client client, String end) throws Exception {
        return reactor.runUntil(client.until(end), Sample.LIMIT);
    }
}
