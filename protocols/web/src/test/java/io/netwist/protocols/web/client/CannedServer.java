/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.Reactor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Answers each head of a request with a text made for it; a bar at its end has the connection closed. */
final class CannedServer {

    final List<String> requests = new ArrayList<>();
    final String url;
    private final Function<String, String> answers;
    int connections;

    CannedServer(Reactor reactor, Function<String, String> answers) {
        this.answers = answers;
        this.url = "http://127.0.0.1:"
                + reactor.listenTCP(
                                0,
                                peer -> new Connection(),
                                ListenOptions.defaults().withInterface("127.0.0.1"))
                        .getHost()
                        .port();
    }

    /** An answer with a body and its length. */
    static String ok(String headers, String body) {
        return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private final class Connection extends BaseProtocol {
        private String received = "";

        @Override
        public void connectionMade() {
            connections++;
        }

        @Override
        public void dataReceived(ByteBuf data) {
            received += data.toString(StandardCharsets.ISO_8859_1);
            int end = received.indexOf("\r\n\r\n");
            while (end >= 0) {
                String head = received.substring(0, end + 4);
                received = received.substring(end + 4);
                requests.add(head);
                String answer = answers.apply(head);
                transport()
                        .write((answer.endsWith("|") ? answer.substring(0, answer.length() - 1) : answer)
                                .getBytes(StandardCharsets.ISO_8859_1));
                if (answer.endsWith("|")) {
                    transport().loseConnection();
                }
                end = received.indexOf("\r\n\r\n");
            }
        }
    }
}
