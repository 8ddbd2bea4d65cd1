/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.error.ConnectionRefusedException;
import io.netwist.bridge.testing.TestAuthority;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.Site;
import io.netwist.protocols.web.SiteOptions;
import io.netwist.protocols.web.proxy.ForwardProxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent, a proxy of ours or one that answers nonsense, and sites behind it. */
class HttpProxyIT extends AgentCase {

    private static final ListenOptions LOCAL = ListenOptions.defaults().withInterface("127.0.0.1");

    private final List<String> asked = new ArrayList<>();
    private final TestAuthority authority = TestAuthority.create();
    private Site site;
    private Agent proxied;

    @BeforeEach
    void serve() {
        Resource root = new Resource() {
            @Override
            protected boolean isLeaf() {
                return true;
            }

            @Override
            protected Rendering render_GET(Request request) {
                return text(request.isSecure() + " " + request.uri());
            }
        };
        site = new Site(root);
        Site proxy = new Site(
                new ForwardProxy(agent, place -> {
                    asked.add(place);
                    return !place.startsWith("forbidden");
                }),
                SiteOptions.defaults().withTunnels(true));
        proxied = through(listen(proxy), null);
    }

    private int listen(Factory<?> factory) {
        return reactor.listenTCP(0, factory, LOCAL).getHost().port();
    }

    private Agent through(int port, String authorization) {
        return new Agent(
                reactor,
                AgentOptions.defaults()
                        .withTimeouts(Duration.ofSeconds(2), Duration.ZERO)
                        .withTls(TlsOptions.defaults().withTrustRoots(authority.roots()))
                        .withProxy(new HttpProxy("127.0.0.1", port, authorization)));
    }

    private static Deferred<String> get(Agent by, String url) {
        return by.request("GET", url).addCallbackDeferring(Agent.Response::text);
    }

    @Test
    @Spec("CLI-040")
    void goesThroughTheProxy() throws Exception {
        int plain = listen(site);
        int secure = reactor.listenSSL(0, site, TlsOptions.forServer(authority.issue("localhost")), LOCAL)
                .getHost()
                .port();
        for (int i = 0; i < 2; i++) {
            assertThat(wait(get(proxied, "http://localhost:" + plain + "/a?b"))).isEqualTo("false /a?b");
            assertThat(wait(get(proxied, "https://localhost:" + secure + "/c"))).isEqualTo("true /c");
        }
        assertThat(asked).containsExactly("localhost:" + plain, "localhost:" + secure, "localhost:" + plain);
        assertThatThrownBy(() -> wait(get(proxied, "https://127.0.0.1:" + secure + "/c")))
                .as("a certificate for another name")
                .isInstanceOf(ResponseNeverReceived.class);
    }

    @Test
    @Spec("CLI-040")
    void tellsWhatTheProxyRefused() throws Exception {
        assertThatThrownBy(() -> wait(get(proxied, "https://forbidden/")))
                .isInstanceOf(ProxyFailed.class)
                .hasMessageContaining("HTTP/1.1 403");
        Agent.Response refused = wait(proxied.request("GET", "http://forbidden/"));
        assertThat(refused.code()).isEqualTo(403);
        wait(refused.bytes());
        int closed = listen(site);
        assertThatThrownBy(() -> wait(get(through(1, null), "http://localhost:" + closed + "/")))
                .isInstanceOf(ConnectionRefusedException.class);
    }

    /** Answers anything with the same, and keeps what it was asked. */
    private final class Canned extends BaseProtocol {
        private final String answer;

        Canned(String answer) {
            this.answer = answer;
        }

        @Override
        public void dataReceived(ByteBuf data) {
            asked.add(data.toString(StandardCharsets.ISO_8859_1));
            transport().write(answer);
            if (answer.isEmpty()) {
                transport().loseConnection();
            }
        }
    }

    @ParameterizedTest
    @Spec("CLI-040")
    @ValueSource(strings = {"", "HTTP/1.1 407 No\r\n\r\n", "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nand more"})
    void doesNotTrustAProxyThatAnswersOtherwise(String answer) {
        Agent strange = through(listen(peer -> new Canned(answer)), "Basic c2VjcmV0");
        assertThatThrownBy(() -> wait(get(strange, "https://[::1]:4443/"))).isInstanceOf(ProxyFailed.class);
        assertThat(asked)
                .containsExactly(String.join(
                        "\r\n",
                        "CONNECT [::1]:4443 HTTP/1.1",
                        "Host: [::1]:4443",
                        "Proxy-Authorization: Basic c2VjcmV0",
                        "",
                        ""));
    }

    @Test
    @Spec("CLI-040")
    void waitsOnlySoLongForATunnel() {
        Agent hasty = new Agent(
                reactor,
                AgentOptions.defaults()
                        .withTimeouts(Duration.ofMillis(50), Duration.ZERO)
                        .withProxy(new HttpProxy("127.0.0.1", listen(peer -> new BaseProtocol() {}), null)));
        assertThatThrownBy(() -> wait(get(hasty, "https://h/")))
                .isInstanceOf(ProxyFailed.class)
                .hasMessageContaining("PT0.05S");
    }

    @Test
    @Spec("CLI-040")
    void readsTheUsualForm() {
        HttpProxy proxy = HttpProxy.parse("http://joe:secret@[::1]:3128");
        assertThat(proxy.host() + ' ' + proxy.port() + ' ' + proxy.authorization())
                .isEqualTo("::1 3128 Basic am9lOnNlY3JldA==");
        assertThat(proxy.toString()).doesNotContain("secret");
        for (String wrong : new String[] {"socks5://joe:secret@h:1", "http://h", "http:///", "http://h:70000"}) {
            assertThatThrownBy(() -> HttpProxy.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret");
        }
    }
}
