/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.cgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.web.RawClient;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.Site;
import io.netwist.protocols.web.client.Agent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class CgiScriptIT {

    private static final String SHOW = "printf 'Content-Type: text/plain\\r\\n\\r\\n'\n";

    @TempDir
    Path dir;

    private RawClient client;
    private Resource root;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Logger> loggers = List.of(
            (Logger) LoggerFactory.getLogger(CgiProcess.class), (Logger) LoggerFactory.getLogger(Request.class));

    @BeforeEach
    void open() {
        root = new Resource() {};
        client = new RawClient(new Site(root));
        log.start();
        loggers.forEach(logger -> logger.addAppender(log));
    }

    @AfterEach
    void close() {
        loggers.forEach(logger -> logger.detachAppender(log));
        client.close();
    }

    private Path script(String name, String commands) throws IOException {
        Path file = dir.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + commands);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private void put(String name, String commands) throws IOException {
        root.putChild(name, new CgiScript(script(name, commands)));
    }

    private String get(String target, String... headers) throws Exception {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return client.exchange("GET " + target + " HTTP/1.0\r\nHost: site.example:81\r\n" + more + "\r\n");
    }

    @Test
    @Spec({"RES-100", "RES-101"})
    void tellsTheProgramWhatWasAsked() throws Exception {
        put("env", SHOW + "env | sort; pwd");
        String answer = get("/env/a%20b/c?d=%41&e", "X-Own: 1", "X-Own: 2", "Proxy: http://evil", "X_Own: forged");
        assertThat(answer)
                .startsWith("HTTP/1.0 200 OK\r\n")
                .contains("\nGATEWAY_INTERFACE=CGI/1.1\n")
                .contains("\nPATH_INFO=/a b/c\n")
                .contains("\nQUERY_STRING=d=%41&e\n")
                .contains("\nREMOTE_ADDR=127.0.0.1\n")
                .contains("\nREQUEST_METHOD=GET\n")
                .contains("\nREQUEST_URI=/env/a%20b/c?d=%41&e\n")
                .contains("\nSCRIPT_FILENAME=" + dir.resolve("env") + "\n")
                .contains("\nSCRIPT_NAME=/env\n")
                .contains("\nSERVER_NAME=site.example\n")
                .contains("\nSERVER_PORT=" + client.port + "\n")
                .contains("\nSERVER_PROTOCOL=HTTP/1.0\n")
                .contains("\nHTTP_X_OWN=1, 2\n")
                .contains("\nPATH=")
                .endsWith("\n" + dir.toRealPath() + "\n")
                .doesNotContain("HTTP_PROXY")
                .doesNotContain("forged");
    }

    @Test
    @Spec({"RES-102", "RES-103"})
    void givesItArgumentsAndTheBody() throws Exception {
        put("args", SHOW + "for word; do echo \"<$word>\"; done; echo \"$CONTENT_LENGTH $CONTENT_TYPE\"; cat");
        assertThat(get("/args?one+t%77o")).endsWith("<one>\n<two>\n \n");
        assertThat(get("/args?a=b")).endsWith("\n \n");
        assertThat(client.exchange(
                        "POST /args HTTP/1.0\r\nHost: h\r\nContent-Type: a/b\r\n" + "Content-Length: 4\r\n\r\nbody"))
                .endsWith("4 a/b\nbody");
    }

    /** Messages, each with that of its throwable. */
    private List<String> logged() {
        return log.list.stream()
                .map(each -> each.getFormattedMessage()
                        + (each.getThrowableProxy() == null
                                ? ""
                                : " " + each.getThrowableProxy().getMessage()))
                .toList();
    }

    @ParameterizedTest
    @Spec({"RES-104", "RES-105"})
    @CsvSource(
            delimiter = '|',
            value = {
                "Status: 418 Teapot\\n\\nx | HTTP/1.0 418 Teapot",
                "Location: /there\\n\\n | HTTP/1.0 302 Found",
                "Status: 201\\nLocation: /there\\n\\n | HTTP/1.0 201 Created",
                "Content-Type: a/b\\nno colon\\nX: 1\\nX: 2\\nServer: s\\nDate: never\\nTransfer-Encoding: odd\\n\\nx | HTTP/1.0 200 OK",
            })
    void readsTheHead(String printed, String line) throws Exception {
        put("head", "printf '" + printed + "'");
        String answer = new String(
                client.exchange("GET /head HTTP/1.0\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                StandardCharsets.ISO_8859_1);
        assertThat(answer).startsWith(line + "\r\n");
        if (printed.contains("X: 1")) {
            assertThat(answer)
                    .contains("Content-Type: a/b\r\n")
                    .contains("X: 1\r\nX: 2\r\n")
                    .doesNotContain("odd")
                    .doesNotContain("text/html")
                    .containsOnlyOnce("Server: ")
                    .contains("Server: Netwist\r\n")
                    .containsOnlyOnce("Date: ")
                    .doesNotContain("never");
            assertThat(logged()).anyMatch(each -> each.contains("a header that cannot be: no colon"));
        }
    }

    @Test
    @Spec({"RES-106", "RES-107"})
    void answers500ForAProgramThatDoesNot() throws Exception {
        put("silent", "echo 'some noise' >&2; printf 'Content-Type: text/plain\\n'");
        assertThat(get("/silent")).startsWith("HTTP/1.0 500 ");
        assertThat(logged())
                .anyMatch(each -> each.endsWith("silent: some noise"))
                .anyMatch(each -> each.contains("silent did not answer: it ended before its head was complete"));
        put(
                "endless",
                "while :; do echo \"X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\" | tr -d '\\n'; done");
        assertThat(get("/endless")).startsWith("HTTP/1.0 500 ");
        root.putChild("missing", new CgiScript(dir.resolve("nothing")));
        assertThat(get("/missing")).startsWith("HTTP/1.0 500 ");
    }

    @Test
    @Spec("RES-108")
    void endsAProgramWhoseClientHasGone() throws Exception {
        Path pid = dir.resolve("pid");
        put("slow", "echo $$ >" + pid + "\n" + SHOW + "echo begun\nexec sleep 300");
        Agent agent = new Agent(client.reactor);
        Agent.Response response = client.reactor.runUntil(
                agent.request("GET", "http://127.0.0.1:" + client.port + "/slow"), RawClient.LIMIT);
        Deferred<byte[]> body = response.bytes();
        body.cancel();
        assertThatThrownBy(() -> client.reactor.runUntil(body, RawClient.LIMIT)).isNotNull();
        long program = Long.parseLong(Files.readString(pid).strip());
        long deadline = client.reactor.nanoTime() + RawClient.LIMIT.toNanos();
        while (ProcessHandle.of(program).map(ProcessHandle::isAlive).orElse(false)) {
            assertThat(client.reactor.nanoTime()).as("the program still runs").isLessThan(deadline);
            client.reactor.runUntil(client.reactor.deferLater(Duration.ofMillis(5), () -> null), RawClient.LIMIT);
        }
    }

    @Test
    @Spec("RES-109")
    void runsAFileByAnInterpreter() throws Exception {
        Path file = Files.writeString(dir.resolve("plain.txt"), SHOW + "echo \"$0\" \"$1\"");
        root.putChild("filtered", new CgiScript(file, List.of("/bin/sh")));
        assertThat(get("/filtered?x")).endsWith(file + " x\n");
    }

    @Test
    @Spec("RES-110")
    void servesADirectory() throws Exception {
        script("run", SHOW + "echo \"$SCRIPT_NAME $PATH_INFO\"");
        script(".hidden", SHOW);
        Files.writeString(dir.resolve("data"), "secret");
        Files.createDirectory(dir.resolve("sub"));
        script("sub/run", SHOW + "echo below");
        root.putChild("cgi-bin", new CgiDirectory(dir));
        assertThat(get("/cgi-bin/run/more")).endsWith("/cgi-bin/run /more\n");
        assertThat(get("/cgi-bin/sub/run")).endsWith("below\n");
        for (String path : List.of("", "/", "/data", "/.hidden", "/nothing", "/sub/", "/..%2frun", "/%2e%2e/run")) {
            assertThat(get("/cgi-bin" + path)).startsWith("HTTP/1.0 404 ");
        }
    }

    @Test
    @Spec({"RES-104", "HTTP-069"})
    void passesALargeAnswerOn() throws Exception {
        put("large", SHOW + "head -c 3000000 /dev/zero | tr '\\0' x");
        assertThat(get("/large").length()).isGreaterThan(3_000_000);
    }
}
