/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import static io.netwist.protocols.web.RawClient.PROBE;
import static io.netwist.protocols.web.RawClient.PROBED;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.netwist.deferred.testing.Spec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * The exchanges recorded with Twisted, and what this server answers. A request that follows on the same connection shows
 * whether it stays open.
 */
class RecordedExchangesIT {

    private static final String BAD = "HTTP/1.1 400 Bad Request\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n";
    private static final String HELLO = OK + "hello";
    private static final String H = " HTTP/1.1\r\nHost: h\r\n";

    @TempDir
    static Path files;

    static RawClient client;

    @BeforeAll
    static void serve() throws Exception {
        Path file = Files.writeString(files.resolve("a.txt"), "0123456789");
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000_000)));
        Files.writeString(files.resolve("b.html.gz"), "gz");
        Files.writeString(Files.createDirectory(files.resolve("sub")).resolve("index.html"), "index");
        Files.createDirectory(files.resolve("empty"));
        client = new RawClient(RecordedSite.make(files));
        ((Logger) LoggerFactory.getLogger(Request.class)).setLevel(Level.OFF);
    }

    @AfterAll
    static void close() {
        ((Logger) LoggerFactory.getLogger(Request.class)).setLevel(null);
        client.close();
    }

    private final List<DynamicTest> cases = new ArrayList<>();

    /** The answer, and then the connection is of further use. */
    private void open(String id, String request, String answer) {
        check(id, request, answer + PROBED);
    }

    /** The answer, and what follows is not looked at. */
    private void closed(String id, String request, String answer) {
        check(id, request, answer);
    }

    private void check(String id, String request, String expected) {
        cases.add(DynamicTest.dynamicTest(id, () -> {
            String got = client.exchange(request + PROBE)
                    .replaceAll("ETag: \"[0-9a-f]+-[0-9a-f]+\"\r\n", "")
                    .replaceAll("(?s)Content-Length: \\d+\r\n\r\n<!DOCTYPE html>.*?</html>\n", "[page]");
            assertThat(got).isEqualTo(expected);
        }));
    }

    private static String get(String path, String... headers) {
        StringBuilder request = new StringBuilder("GET ").append(path).append(H);
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    private static String post(String headersAndBody) {
        return "POST /echo" + H + headersAndBody;
    }

    private static String echoed(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + (body.length() + 2) + "\r\n\r\n["
                + body + "]";
    }

    @TestFactory
    @Spec({"HTTP-001", "HTTP-002", "HTTP-003", "HTTP-004", "HTTP-005", "HTTP-006", "HTTP-007", "HTTP-008"})
    List<DynamicTest> requestLines() {
        open("HV-001", get("/data"), HELLO);
        closed(
                "HV-002",
                "GET /data HTTP/1.0\r\nHost: h\r\n\r\n",
                "HTTP/1.0 200 OK\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
        open("HV-003", "HEAD /data" + H + "\r\n", OK);
        closed("HV-004", get("/data", "Connection: close"), PROBED);
        closed("HV-117", get("/data", "Connection: close, foo"), PROBED);
        closed("HV-118", get("/data", "Connection: foo, close"), PROBED);
        closed("HV-119", get("/data", "Connection: foo", "Connection: close"), PROBED);
        closed("HV-006 no Host", "GET /data HTTP/1.1\r\n\r\n", BAD);
        closed("HV-007 two Hosts", get("/data", "Host: other"), BAD);
        closed("HV-008", "GET /data\r\n", BAD);
        closed("HV-009", "GET /data HTTP/1.2\r\nHost: h\r\n\r\n", BAD);
        closed("HV-010", "GET /data HTTP/2.0\r\nHost: h\r\n\r\n", BAD);
        closed("HV-011", "GET /data http/1.1\r\nHost: h\r\n\r\n", BAD);
        closed("HV-012 two blanks", "GET  /data HTTP/1.1\r\nHost: h\r\n\r\n", BAD);
        closed("two blanks before the version", "GET /data  HTTP/1.1\r\nHost: h\r\n\r\n", BAD);
        closed("HV-013", "GET\t/data HTTP/1.1\r\nHost: h\r\n\r\n", BAD);
        closed("HV-014", "GET /data HTTP/1.1 \r\nHost: h\r\n\r\n", BAD);
        open("HV-015", "\r\n" + get("/data"), HELLO);
        closed("HV-016", "\r\n\r\n" + get("/data"), BAD);
        closed("HV-017", "\n" + get("/data"), BAD);
        closed("empty method", " /data" + H + "\r\n", BAD);
        closed("NUL in method", "GE\0T /data" + H + "\r\n", BAD);
        open(
                "HV-019",
                "FROB /data" + H + "\r\n",
                "HTTP/1.1 501 Not Implemented\r\nContent-Type: text/html; charset=utf-8\r\n[page]");
        String notAllowed = "HTTP/1.1 405 Method Not Allowed\r\nContent-Type: text/html; charset=utf-8\r\n";
        cases.add(DynamicTest.dynamicTest(
                "HV-020",
                () -> assertThat(client.exchange("PUT /data" + H + "Content-Length: 0\r\n\r\n" + PROBE))
                        .startsWith(notAllowed)
                        .contains("\r\nAllow: GET, HEAD\r\n")
                        .endsWith(PROBED)));
        open("HV-021", "OPTIONS *" + H + "\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        open("HV-022", get("*"), "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nAllow: OPTIONS\r\n\r\n");
        open("HV-023", get("http://h/data"), HELLO);
        closed("no slash", get("data"), BAD);
        closed("CONNECT", "CONNECT h:80" + H + "\r\n", "HTTP/1.1 501 Not Implemented\r\n\r\n");
        closed("HV-025", get("/\u007f"), BAD);
        closed("HV-123", get("/\u0080"), BAD);
        closed("HV-124", get("/\u00b1"), BAD);
        closed("HV-026", "GET /data HTTP/1.1\nHost: h\n\n", BAD);
        return cases;
    }

    @TestFactory
    @Spec({"HTTP-009", "HTTP-010", "HTTP-011", "HTTP-012", "HTTP-013", "HTTP-016", "HTTP-017", "HTTP-018", "HTTP-020"})
    List<DynamicTest> headers() {
        closed("HV-027", get("/data", "X: a\nContent-Length: 5"), BAD);
        closed("HV-028", get("/data", "X: a\rY: b"), BAD);
        closed("HV-029", get("/data", "Foo : b"), BAD);
        closed("HV-030 empty name", get("/data", ": b"), BAD);
        closed("HV-031", get("/data", "Foo"), BAD);
        closed("HV-032", get("/data", "F\0o: b"), BAD);
        closed("HV-033", get("/data", "Foo: b\0"), BAD);
        closed("HV-034", get("/data", "Foo: b\u0001"), BAD);
        closed("HV-035", "GET /data HTTP/1.1\r\n Host: h\r\n\r\n", BAD);
        open("HV-036 folded", get("/data", "Foo: a\r\n b\r\n\tc"), HELLO);
        closed("bad byte in Host", "GET /data HTTP/1.1\r\nHost: a/b\r\n\r\n", BAD);
        closed("HV-113", get("/data", many(500)), "HTTP/1.1 431 Request Header Fields Too Large\r\n\r\n");
        open("HV-114", get("/data", many(499)), HELLO);
        closed(
                "HV-115",
                get("/data", "X: " + "y".repeat(16384)),
                "HTTP/1.1 431 Request Header Fields Too Large\r\n\r\n");
        String[] long100 = new String[200];
        java.util.Arrays.setAll(long100, i -> "X" + i + ": " + "y".repeat(100));
        closed("HV-116", get("/data", long100), "HTTP/1.1 431 Request Header Fields Too Large\r\n\r\n");
        closed("long target", get("/" + "y".repeat(16384)), "HTTP/1.1 414 Request-URI Too Long\r\n\r\n");
        return cases;
    }

    private static String[] many(int count) {
        String[] headers = new String[count];
        java.util.Arrays.setAll(headers, i -> "X" + i + ": y");
        return headers;
    }

    @TestFactory
    @Spec({"HTTP-026", "HTTP-027", "HTTP-028", "HTTP-029", "HTTP-030", "HTTP-031", "HTTP-032", "HTTP-033", "HTTP-034"})
    List<DynamicTest> framing() {
        closed("HV-037", post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), BAD);
        closed("HV-038", post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"), BAD);
        closed("HV-039", post("Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc"), BAD);
        closed("HV-040", post("Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"), BAD);
        for (String length : List.of("3, 3", "+3", "-3", "0x3", "0_3", "", "3a", "9999999999999999999999")) {
            closed("HV-041..047 [" + length + "]", post("Content-Length: " + length + "\r\n\r\nabc"), BAD);
        }
        open("HV-046", post("Content-Length: 003\r\n\r\nabc"), echoed("abc"));
        open("HV-048", get("/data", "Content-Length: 3") + "abc", HELLO);
        for (String coding : List.of(
                "gzip, chunked",
                "chunked\r\nTransfer-Encoding: chunked",
                "identity",
                "xchunked",
                "\u000bchunked",
                "chunked, identity",
                "chunked, chunked",
                "chunked;q=1",
                "")) {
            closed("HV-049..055 [" + coding + "]", post("Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n"), BAD);
        }
        closed("HV-051", post("Transfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc"), BAD);
        closed("chunked in 1.0", "POST /echo HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", BAD);
        open("HV-053", post("Transfer-Encoding: CHUNKED\r\n\r\n3\r\nabc\r\n0\r\n\r\n"), echoed("abc"));
        open(
                "HV-056",
                post("Transfer-Encoding: chunked\r\n\r\n3;foo=bar\r\nabc\r\n0\r\nX-T: 1\r\n\r\n") + get("/data"),
                echoed("abc") + HELLO);
        return cases;
    }

    @TestFactory
    @Spec({"HTTP-035", "HTTP-036", "HTTP-038", "HTTP-040", "HTTP-041", "HTTP-045", "HTTP-046", "HTTP-047"})
    List<DynamicTest> chunksAndExpectations() {
        for (String chunk : List.of(
                "0x3\r\nabc",
                "+3\r\nabc",
                "-3\r\nabc",
                "3 \r\nabc",
                " 3\r\nabc",
                "3\nabc",
                "3\r\nabcd",
                "3;a\nb\r\nabc",
                "\r\nabc",
                "g\r\nabc",
                "3_\r\nabc")) {
            closed(
                    "HV-057..066 [" + chunk.replaceAll("\\s", ".") + "]",
                    post("Transfer-Encoding: chunked\r\n\r\n" + chunk + "\r\n0\r\n\r\n"),
                    BAD);
        }
        open(
                "HV-067",
                post("Content-Length: 3\r\nExpect: 100-continue\r\n\r\nabc"),
                "HTTP/1.1 100 Continue\r\n\r\n" + echoed("abc"));
        closed(
                "HV-068",
                "POST /echo HTTP/1.0\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc",
                "HTTP/1.0 200 OK\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n[abc]");
        closed(
                "HV-069",
                post("Content-Length: 3\r\nExpect: foo\r\n\r\nabc"),
                "HTTP/1.1 417 Expectation Failed\r\n\r\n");
        closed(
                "too large",
                post("Content-Length: 99999999\r\nExpect: 100-continue\r\n\r\n"),
                "HTTP/1.1 413 Request Entity Too Large\r\n\r\n");
        return cases;
    }

    @TestFactory
    @Spec({"HTTP-051", "HTTP-052", "HTTP-066", "HTTP-069", "HTTP-070", "HTTP-071", "HTTP-093", "HTTP-099", "HTTP-100"})
    List<DynamicTest> answers() {
        String chunks = "3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n";
        String chunkedOneTwo =
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
        open("HV-070", get("/slow") + get("/data"), chunkedOneTwo + HELLO);
        closed(
                "HV-071",
                "GET /slow HTTP/1.0\r\nHost: h\r\n\r\n",
                "HTTP/1.0 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\n\r\nonetwo");
        open(
                "HV-072 HEAD of a written body",
                "HEAD /slow" + H + "\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n");
        open("HV-073", get("/noc"), "HTTP/1.1 204 No Content\r\n\r\n");
        open("HV-074", get("/nope"), "HTTP/1.1 404 Not Found\r\nContent-Type: text/html; charset=utf-8\r\n[page]");
        String failed = "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/html; charset=utf-8\r\n[page]";
        open("HV-075", get("/err"), failed);
        open("HV-076", get("/bad"), failed);
        String notModified = "HTTP/1.1 304 Not Modified\r\nETag: \"abc\"\r\n\r\n";
        for (String tag : List.of("\"abc\"", "\"x\", \"abc\"", "\"x\",\"abc\"", "*", "W/\"abc\"")) {
            open("HV-079..082 " + tag, get("/et", "If-None-Match: " + tag), notModified);
        }
        open(
                "HV-083",
                "POST /et" + H + "If-None-Match: \"abc\"\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 412 Precondition Failed\r\nContent-Length: 0\r\nETag: \"abc\"\r\n\r\n");
        open(
                "HV-112",
                get("/echo?a=1&a=2&c&d=&e=%41+x"),
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 40\r\n\r\n"
                        + "GET /echo args={a=[1, 2], d=[], e=[A x]}");
        return cases;
    }
}
