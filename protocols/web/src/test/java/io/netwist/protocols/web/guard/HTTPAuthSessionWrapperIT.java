/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.Login;
import io.netwist.protocols.cred.Portal;
import io.netwist.protocols.cred.Realm;
import io.netwist.protocols.cred.checkers.AnonymousChecker;
import io.netwist.protocols.cred.checkers.InMemoryChecker;
import io.netwist.protocols.web.RawClient;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.Site;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Resources behind a login, as clients see them. */
class HTTPAuthSessionWrapperIT {

    private final List<String> log = new ArrayList<>();
    private final InMemoryChecker users = new InMemoryChecker().with("joe", "secret");
    private RawClient client;

    /** Says whose it is and what is left of the path. */
    private static final class Own extends Resource {
        private final String owner;

        Own(String owner) {
            this.owner = owner;
        }

        @Override
        protected boolean isLeaf() {
            return true;
        }

        @Override
        protected Rendering render_GET(Request request) {
            return text(owner + " " + request.postpath());
        }
    }

    private final Realm realm = Realm.of(
            Resource.class,
            (id, mind) -> new Login<>(new Own(id.isAnonymous() ? "nobody" : id.name()), () -> log.add("logout " + id)));

    private void serve(Portal portal, CredentialFactory... factories) {
        Resource root = new Resource() {};
        root.putChild("guarded", new HTTPAuthSessionWrapper(portal, factories));
        client = new RawClient(new Site(root));
    }

    @AfterEach
    void close() {
        client.close();
    }

    private String ask(String method, String path, String... headers) throws Exception {
        return client.exchange(method + " " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                + String.join("", headers) + "\r\n");
    }

    private static String basic(String text) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    }

    @Test
    @Spec({"RES-085", "RES-092"})
    void theAvatarAnswersAndTheLogoutComesAfter() throws Exception {
        serve(new Portal(realm, users), new BasicCredentialFactory("r"));
        assertThat(ask("GET", "/guarded/a/b", basic("joe:secret")))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("joe [a, b]");
        assertThat(ask("GET", "/guarded", basic("joe:secret"))).endsWith("joe []");
        assertThat(log).containsExactly("logout joe", "logout joe");
    }

    @Test
    @Spec({"RES-086", "RES-087", "RES-088"})
    void asksForCredentialsEverywhere() throws Exception {
        serve(
                new Portal(realm, users),
                new BasicCredentialFactory("a \"quoted\\\" realm"),
                new DigestAuthFactory("md5", "d"));
        for (String path : List.of("/guarded", "/guarded/", "/guarded/a/b")) {
            String answer = ask("GET", path);
            assertThat(answer)
                    .startsWith("HTTP/1.1 401 ")
                    .contains("WWW-Authenticate: Basic realm=\"a \\\"quoted\\\\\\\" realm\"\r\n")
                    .contains("WWW-Authenticate: Digest nonce=\"")
                    .endsWith("Unauthorized");
        }
        String head = ask("HEAD", "/guarded");
        assertThat(head)
                .startsWith("HTTP/1.1 401 ")
                .contains("Content-Length: 12")
                .endsWith("\r\n\r\n");
    }

    @Test
    @Spec({"RES-086", "RES-090", "RES-093", "RES-098"})
    void asksAgainAfterCredentialsThatAreWrongOrMakeNoSense() throws Exception {
        serve(new Portal(realm, users), new BasicCredentialFactory("r"));
        for (String wrong : List.of(
                basic("joe:guess"),
                basic("ann:secret"),
                basic("joe"),
                "Authorization: Basic !!!\r\n",
                "Authorization: Basic\r\n",
                "Authorization: Bearer x\r\n",
                "Authorization: \r\n")) {
            assertThat(ask("GET", "/guarded", wrong)).as(wrong).startsWith("HTTP/1.1 401 ");
            client.close();
            serve(new Portal(realm, users), new BasicCredentialFactory("r"));
        }
        assertThat(ask(
                        "GET",
                        "/guarded",
                        basic("joe:secret").replace("Basic", "bAsIc").replace("=", "")))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    @Spec("RES-089")
    void withoutCredentialsOneMayBeAnonymous() throws Exception {
        serve(new Portal(realm, users, new AnonymousChecker()), new BasicCredentialFactory("r"));
        assertThat(ask("GET", "/guarded/x")).endsWith("nobody [x]");
        assertThat(ask("GET", "/guarded", basic("joe:guess"))).startsWith("HTTP/1.1 401 ");
        assertThat(log).containsExactly("logout (anonymous)");
    }

    @Test
    @Spec("RES-091")
    void whatIsNotTheClientsFaultIsAnError() throws Exception {
        Realm broken = Realm.of(Resource.class, (id, mind) -> {
            throw new IllegalStateException("no home");
        });
        serve(new Portal(broken, users), new BasicCredentialFactory("r"), new CredentialFactory() {
            @Override
            public String scheme() {
                return "Odd";
            }

            @Override
            public Map<String, String> challenge(Request request) {
                return Map.of();
            }

            @Override
            public Credentials decode(String response, Request request) {
                throw new IllegalStateException("odd");
            }
        });
        assertThat(ask("GET", "/guarded", basic("joe:secret")))
                .startsWith("HTTP/1.1 500 ")
                .doesNotContain("no home");
        assertThat(ask("GET", "/guarded", "Authorization: Odd x\r\n")).startsWith("HTTP/1.1 500 ");
    }

    @Test
    @Spec({"RES-094", "RES-096", "RES-097"})
    void curlLogsInByDigest() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "needs curl");
        serve(new Portal(realm, users), new DigestAuthFactory("md5", "d"));
        assertThat(curl("joe:secret")).isEqualTo("200 joe [x]");
        assertThat(curl("joe:guess")).isEqualTo("401 Unauthorized");
        client.close();
        serve(new Portal(realm, users), new DigestAuthFactory("sha-256", "d"));
        assertThat(curl("joe:secret")).isEqualTo("200 joe [x]");
    }

    private String curl(String user) throws Exception {
        Process curl = new ProcessBuilder(
                        "curl",
                        "-s",
                        "--digest",
                        "-u",
                        user,
                        "-w",
                        "\n%{http_code}",
                        "http://127.0.0.1:" + client.port + "/guarded/x")
                .start();
        String[] out = client.reactor.runUntil(
                client.reactor.deferToThread(
                        () -> new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n")),
                RawClient.LIMIT);
        return out[1] + " " + out[0];
    }
}
