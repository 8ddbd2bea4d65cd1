/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectAgentIT extends AgentCase {

    /** Sends /CODE to /end with that code. */
    private CannedServer server() {
        return new CannedServer(reactor, head -> {
            String path = head.split(" ", -1)[1];
            return path.startsWith("/end") || path.equals("/")
                    ? CannedServer.ok("", head.split(" ", -1)[0] + " " + path)
                    : "HTTP/1.1 " + path.substring(1, 4) + " Gone\r\nLocation: /end\r\nContent-Length: 3\r\n\r\nabc";
        });
    }

    @ParameterizedTest
    @Spec({"CLI-059", "CLI-060"})
    @CsvSource({
        "false,301,GET,GET /end",
        "false,302,GET,GET /end",
        "false,303,GET,GET /end",
        "false,307,GET,GET /end",
        "false,308,GET,GET /end",
        "false,303,POST,GET /end",
        "false,301,POST,refused",
        "false,302,PUT,refused",
        "false,307,POST,refused",
        "false,308,DELETE,refused",
        "true,301,POST,GET /end",
        "true,302,PUT,GET /end",
        "true,303,POST,GET /end",
        "true,308,POST,GET /end",
        "true,307,GET,GET /end",
        "true,307,POST,refused",
        "false,304,GET,''",
    })
    void followsByMethodAndStatus(boolean browser, int code, String method, String expected) throws Exception {
        CannedServer server = server();
        RedirectAgent plain = new RedirectAgent(agent);
        WebAgent following = browser ? plain.likeBrowsers() : plain;
        Deferred<String> answer = following
                .request(WebRequest.of(method, server.url + "/" + code).withHeader("X-A", "b"))
                .addCallbackDeferring(Agent.Response::text);
        if (expected.equals("refused")) {
            Throwable thrown = catchThrowable(() -> wait(answer));
            assertThat(thrown).isInstanceOf(ResponseFailed.class).hasCauseInstanceOf(PageRedirect.class);
            PageRedirect cause = (PageRedirect) thrown.getCause();
            assertThat(cause.code()).isEqualTo(code);
            assertThat(cause.location()).isEqualTo("/end");
        } else {
            assertThat(wait(answer)).isEqualTo(expected);
            assertThat(server.requests).allMatch(head -> head.contains("X-A: b"));
        }
        assertThat(server.connections).as("the body of the redirect was read").isEqualTo(1);
    }

    @Test
    @Spec({"CLI-016", "CLI-064"})
    void tellsOfTheWay() throws Exception {
        CannedServer server = server();
        Agent.Response end = wait(new RedirectAgent(agent).request("GET", server.url + "/302"));
        assertThat(end.url()).isEqualTo(server.url + "/end");
        assertThat(end.previousResponse().code()).isEqualTo(302);
        assertThat(end.previousResponse().previousResponse()).isNull();
        assertThat(wait(end.text())).isEqualTo("GET /end");
    }

    @Test
    @Spec("CLI-061")
    void hasALimit() {
        CannedServer loop = new CannedServer(
                reactor, head -> "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n");
        Throwable thrown = catchThrowable(() -> wait(new RedirectAgent(agent).request("GET", loop.url)));
        assertThat(thrown).isInstanceOf(ResponseFailed.class).hasCauseInstanceOf(InfiniteRedirection.class);
        assertThat(loop.requests).hasSize(21);

        CannedServer nowhere = new CannedServer(reactor, head -> "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n");
        Throwable lost = catchThrowable(() -> wait(new RedirectAgent(agent).request("GET", nowhere.url)));
        assertThat(lost).isInstanceOf(ResponseFailed.class).hasCauseInstanceOf(RedirectWithNoLocation.class);
    }

    @Test
    @Spec("CLI-063")
    void keepsSecretsFromOtherServers() throws Exception {
        CannedServer other = new CannedServer(reactor, head -> CannedServer.ok("", "other"));
        CannedServer server = new CannedServer(reactor, head -> {
            String to = head.startsWith("GET /same") ? "/there" : other.url + "/x";
            return head.startsWith("GET /there")
                    ? CannedServer.ok("", "same")
                    : "HTTP/1.1 302 Found\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n";
        });
        WebAgent following = new RedirectAgent(agent).withSensitiveHeaders(List.of("X-Token"));
        WebRequest request = WebRequest.of("GET", server.url + "/same")
                .withHeader("Authorization", "Basic abc")
                .withHeader("Cookie", "a=b")
                .withHeader("Proxy-Authorization", "c")
                .withHeader("X-Token", "d")
                .withHeader("X-Open", "e");
        assertThat(wait(following.request(request).addCallbackDeferring(Agent.Response::text)))
                .isEqualTo("same");
        assertThat(server.requests.get(1)).contains("Authorization: Basic abc", "Cookie: a=b", "X-Token: d");
        WebRequest away = request.withUrl(server.url + "/other");
        assertThat(wait(following.request(away).addCallbackDeferring(Agent.Response::text)))
                .isEqualTo("other");
        assertThat(other.requests.get(0))
                .contains("X-Open: e", "Host: " + other.url.substring(7))
                .doesNotContain("Authorization", "Cookie", "X-Token");
    }

    @Test
    @Spec("CLI-065")
    void staysOnHttpsUnlessTold() throws Exception {
        CannedServer end = server();
        CannedServer first = new CannedServer(
                reactor, head -> "HTTP/1.1 302 Found\r\nLocation: " + end.url + "/\r\nContent-Length: 0\r\n\r\n");
        WebAgent unsafe = request -> agent.request(
                request.url().startsWith("https:") ? request.withUrl(first.url) : request); // As if over TLS.
        Throwable thrown = catchThrowable(() -> wait(new RedirectAgent(unsafe).request("GET", "https://h/")));
        assertThat(thrown).isInstanceOf(ResponseFailed.class).hasMessageContaining("from https to http");
        assertThat(end.requests).isEmpty();
        WebAgent told = new RedirectAgent(unsafe).withDowngrade();
        assertThat(wait(told.request("GET", "https://h/").addCallbackDeferring(Agent.Response::text)))
                .isEqualTo("GET /");
    }
}
