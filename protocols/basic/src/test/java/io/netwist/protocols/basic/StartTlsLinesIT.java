/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.error.TlsFailedException;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.testing.TestAuthority;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsTransport;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** TLS begun by a line. */
class StartTlsLinesIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final TestAuthority AUTHORITY = TestAuthority.create();

    private static final class Server extends LineReceiver {
        final List<String> lines = new ArrayList<>();

        @Override
        protected void lineReceived(String line) {
            lines.add(line);
            if (line.equals("STARTTLS")) {
                sendLine("go");
                transport()
                        .as(TlsTransport.class)
                        .orElseThrow()
                        .startTLS(TlsOptions.forServer(AUTHORITY.issue("localhost")));
            } else {
                sendLine("heard " + line);
            }
        }
    }

    private static final class Client extends BaseProtocol {
        final Deferred<String> answer = new Deferred<>();

        @Override
        public void dataReceived(ByteBuf data) {
            String text = data.readCharSequence(data.readableBytes(), StandardCharsets.UTF_8)
                    .toString();
            if (text.equals("go\r\n")) {
                transport()
                        .as(TlsTransport.class)
                        .orElseThrow()
                        .startTLS(TlsOptions.forClient("localhost").withTrustRoots(AUTHORITY.roots()));
                transport().write("secret\r\n");
            } else {
                answer.callback(text);
            }
        }
    }

    private static Client connect(NettyReactor reactor, Server server, String first) {
        int port = reactor.listenTCP(0, peer -> server, ListenOptions.defaults().withInterface("127.0.0.1"))
                .getHost()
                .port();
        Client client = new Client();
        reactor.connectTCP("127.0.0.1", port, peer -> {
            reactor.callFromThread(() -> client.transport().write(first));
            return client;
        });
        return client;
    }

    @Test
    @Spec({"TLS-018", "TLS-020"})
    void receivesLinesOverTlsAndNoneThatWasSlippedInBefore() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Server honest = new Server();
            Client client = connect(reactor, honest, "STARTTLS\r\n");
            assertThat(reactor.runUntil(client.answer, LIMIT)).isEqualTo("heard secret\r\n");
            assertThat(honest.lines).containsExactly("STARTTLS", "secret");

            Server attacked = new Server();
            Deferred<Failure> gone = attacked.whenConnectionLost();
            connect(reactor, attacked, "STARTTLS\r\nRCPT TO:<everybody>\r\n");
            assertThat(reactor.runUntil(gone, LIMIT).value()).isInstanceOf(TlsFailedException.class);
            assertThat(attacked.lines).containsExactly("STARTTLS");
        }
    }
}
