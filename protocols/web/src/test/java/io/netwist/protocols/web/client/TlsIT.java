/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.testing.TestAuthority;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.Site;
import io.netwist.protocols.web.files.StaticFile;
import io.netwist.protocols.web.websocket.WebSocketClient;
import io.netwist.protocols.web.websocket.WebSocketProtocol;
import io.netwist.protocols.web.websocket.WebSocketResource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site and an agent over TLS. */
class TlsIT extends AgentCase {

    @TempDir
    Path dir;

    private byte[] content;
    private String place;
    private Agent trusting;

    @BeforeEach
    void serve() throws Exception {
        content = new byte[1_000_001];
        new Random(7).nextBytes(content);
        Files.write(dir.resolve("large.bin"), content);
        Resource root = new Resource() {};
        root.putChild("files", new StaticFile(dir));
        root.putChild("secure", new Resource() {
            @Override
            protected Rendering render_GET(Request request) {
                return text("secure: " + request.isSecure());
            }
        });
        root.putChild("talk", new WebSocketResource(request -> new WebSocketProtocol() {
            @Override
            public void bytesMessageReceived(ByteBuf data) {
                transport().sendBytesMessage(data.retain());
            }
        }));
        TestAuthority authority = TestAuthority.create();
        int port = reactor.listenSSL(
                        0,
                        new Site(root),
                        TlsOptions.forServer(authority.issue("localhost")),
                        ListenOptions.defaults().withInterface("127.0.0.1"))
                .getHost()
                .port();
        place = "localhost:" + port;
        trusting = new Agent(
                reactor, AgentOptions.defaults().withTls(TlsOptions.defaults().withTrustRoots(authority.roots())));
    }

    @Test
    @Spec({"HTTP-087", "CLI-055", "CLI-040", "RES-048"})
    void servesFilesOverTls() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(wait(trusting.request("GET", "https://" + place + "/files/large.bin")
                            .addCallbackDeferring(Agent.Response::bytes)))
                    .isEqualTo(content);
        }
        assertThat(wait(trusting.request("GET", "https://" + place + "/secure")
                        .addCallbackDeferring(Agent.Response::text)))
                .isEqualTo("secure: true");
    }

    @Test
    @Spec({"CLI-055", "CLI-040"})
    void refusesAServerThatNobodyVouchesFor() {
        assertThatThrownBy(() -> wait(agent.request("GET", "https://" + place + "/secure")))
                .isInstanceOf(ResponseNeverReceived.class)
                .hasMessageContaining("PKIX");
        assertThatThrownBy(() -> wait(trusting.request("GET", "https://" + place.replace("localhost", "127.0.0.1"))))
                .as("a certificate for another name")
                .isInstanceOf(ResponseNeverReceived.class);
    }

    @Test
    @Spec("WS-011")
    void opensAWebSocketOverTls() throws Exception {
        Deferred<String> heard = new Deferred<>();
        WebSocketProtocol client =
                wait(WebSocketClient.connect(trusting, "wss://" + place + "/talk", new WebSocketProtocol() {
                    @Override
                    public void bytesMessageReceived(ByteBuf data) {
                        heard.callback(data.toString(StandardCharsets.UTF_8));
                    }
                }));
        client.transport().sendBytesMessage("over TLS".getBytes(StandardCharsets.UTF_8));
        assertThat(wait(heard)).isEqualTo("over TLS");
        client.transport().loseConnection();
    }
}
