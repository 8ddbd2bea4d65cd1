/* SPDX-License-Identifier: MIT */
package io.netwist.samples.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.sync.DeferredQueue;
import io.netwist.protocols.web.Site;
import io.netwist.protocols.web.client.Agent;
import io.netwist.protocols.web.websocket.WebSocketClient;
import io.netwist.protocols.web.websocket.WebSocketProtocol;
import io.netwist.samples.Sample;
import org.junit.jupiter.api.Test;

class WebChatIT {

    private static final class Guest extends WebSocketProtocol {
        final DeferredQueue<String> heard = new DeferredQueue<>();

        @Override
        public void textMessageReceived(String text) {
            heard.put(text);
        }
    }

    @Test
    void everybodyHearsWhatTheOthersWrite() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Agent agent = new Agent(reactor);
            String place = "127.0.0.1:"
                    + reactor.listenTCP(0, new Site(new WebChat().site()), Sample.LOCAL)
                            .getHost()
                            .port();
            String page = reactor.runUntil(
                    agent.request("GET", "http://" + place + "/").addCallbackDeferring(Agent.Response::text),
                    Sample.LIMIT);
            assertThat(page).contains("new WebSocket");
            String talk = "ws://" + place + "/talk";
            Guest first = reactor.runUntil(WebSocketClient.connect(agent, talk, new Guest()), Sample.LIMIT);
            Guest ada = reactor.runUntil(WebSocketClient.connect(agent, talk + "?name=Ada", new Guest()), Sample.LIMIT);
            ada.transport().sendTextMessage("hello");
            for (String expected : new String[] {"Welcome, Guest 1!", "Ada has come.", "Ada: hello"}) {
                assertThat(reactor.runUntil(first.heard.get(), Sample.LIMIT)).isEqualTo(expected);
            }
            ada.transport().loseConnection();
            assertThat(reactor.runUntil(first.heard.get(), Sample.LIMIT)).isEqualTo("Ada has left.");
            for (String expected : new String[] {"Welcome, Ada!", "You: hello"}) {
                assertThat(reactor.runUntil(ada.heard.get(), Sample.LIMIT)).isEqualTo(expected);
            }
        }
    }
}
