/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Requests that one server might read in one way and the next in another. Each is followed by a second request, on the same
 * connection and inside what some would take for the body of the first: neither may ever be run.
 */
class MalformedRequestsIT {

    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    static RawClient client;
    static int served;

    @BeforeAll
    static void serve() {
        Resource root = new Resource() {
            @Override
            protected boolean isLeaf() {
                return true;
            }

            @Override
            protected Rendering render_GET(Request request) {
                served++;
                return text("served " + request.uri());
            }

            @Override
            protected Rendering render_POST(Request request) {
                return render_GET(request);
            }
        };
        client = new RawClient(new Site(root));
    }

    @AfterAll
    static void close() {
        client.close();
    }

    private final List<DynamicTest> cases = new ArrayList<>();

    private void refused(String request) {
        String shown = request.length() > 120 ? request.substring(0, 120) + "…" : request;
        cases.add(DynamicTest.dynamicTest(cases.size() + 1 + " " + shown.replaceAll("[^!-~]", "."), () -> {
            served = 0;
            String answer = client.exchange(request + SMUGGLED);
            assertThat(answer).matches("(?s)(HTTP/1\\.1 (400|413|414|417|431|501) [^\r]*\r\n\r\n)?(\\[.*])?");
            assertThat(served).isZero();
        }));
    }

    private void head(String line) {
        refused("GET / HTTP/1.1\r\nHost: h\r\n" + line + "\r\n\r\n");
    }

    private void body(String headers, String body) {
        refused("POST / HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n\r\n" + body);
    }

    @TestFactory
    @Spec({"HTTP-001", "HTTP-002", "HTTP-003", "HTTP-004", "HTTP-007", "HTTP-022"})
    List<DynamicTest> requestLines() {
        for (String method : List.of(
                "", "G T", "G(T", "GET\t", "GET\u000b", "G\0T", "\u00e9", "GET,", "<", "{}", "GET:", "\"GET\"")) {
            refused(method + " / HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        for (String target : List.of(
                "",
                "x",
                "//\u0001",
                "/a b",
                "/\t",
                "/\u0000",
                "/\u007f",
                "/\u00ff",
                "ftp://h/",
                "http://",
                "http:///x",
                "http://u@h/",
                "h:80",
                "?x",
                "#",
                "/\r",
                "/\u000b")) {
            refused("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        for (String version : List.of(
                "",
                "HTTP/1.2",
                "HTTP/2.0",
                "HTTP/0.9",
                "HTTP/11",
                "HTTP/1.10",
                "HTTP/01.1",
                "http/1.1",
                "HTTP/1.1x",
                "HTTP/1.",
                "HTTP/",
                "HTTP 1.1",
                "HTTP/1,1",
                "HTTP/1.1 x",
                "HTTP/1.1\t",
                "HTTP/-1.1",
                "HTTP/+1.1",
                "HTTPS/1.1",
                "TTP/1.1",
                "HTTP/1.1\u0000")) {
            refused("GET / " + version + "\r\nHost: h\r\n\r\n");
        }
        for (String start :
                List.of("\r\n\r\n", "\n", "\r\n\n", "\n\r\n", " ", "\t", "\0", "\u00ef\u00bb\u00bf", "\r\n ")) {
            refused(start + "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        refused("GET / HTTP/1.1\nHost: h\n\n");
        refused("GET / HTTP/1.1\r\nHost: h\n\r\n");
        refused("GET / HTTP/1.1\n\r\nHost: h\r\n\r\n");
        refused("GET / HTTP/1.1\rHost: h\r\r");
        refused("CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n");
        refused("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n");
        refused("\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n");
        return cases;
    }

    @TestFactory
    @Spec({"HTTP-009", "HTTP-010", "HTTP-012", "HTTP-013", "HTTP-016", "HTTP-017", "HTTP-018", "HTTP-020"})
    List<DynamicTest> headers() {
        for (String line : List.of(
                "X",
                ": y",
                " : y",
                "X : y",
                "X\t: y",
                "X Y: z",
                "X\0: y",
                "X: \0",
                "X: a\0b",
                "X: \u0001",
                "X: \u001f",
                "X: \u007f",
                "X: a\rb",
                "X: a\nb",
                "X: a\r\rb",
                "X: a\n\nb",
                "X(: y",
                "X,Y: z",
                "X/Y: z",
                "X=Y: z",
                "X@: y",
                "[X]: y",
                "{X}: y",
                "X;: y",
                "\"X\": y",
                "<X>: y",
                "X?: y",
                "X\\: y",
                "\u00e9: y",
                "X\u0080: y",
                "X\u000b: y",
                "X: y\nTransfer-Encoding: chunked",
                "X: y\rTransfer-Encoding: chunked")) {
            head(line);
        }
        for (String host : List.of("Host: g", "host: h", "HOST: h")) {
            head(host);
        }
        for (String host : List.of(
                "",
                "Host: h/x\r\n",
                "Host: h g\r\n",
                "Host: h,g\r\n",
                "Host: u@h\r\n",
                "Host: h\u00e9\r\n",
                "Host: \"h\"\r\n",
                "Host: <h>\r\n",
                "Host: h\\g\r\n",
                "Host: h?x\r\n",
                "Host: h#x\r\n",
                "Host : h\r\n",
                " Host: h\r\n")) {
            refused("GET / HTTP/1.1\r\n" + host + "\r\n");
        }
        for (int size : new int[] {16_384, 20_000, 100_000}) {
            head("X: " + "y".repeat(size));
            head("X".repeat(size) + ": y");
            refused("GET /" + "y".repeat(size) + " HTTP/1.1\r\nHost: h\r\n\r\n");
            refused("G".repeat(size) + " / HTTP/1.1\r\nHost: h\r\n\r\n");
            refused("GET / " + "H".repeat(size) + "\r\nHost: h\r\n\r\n");
            head("X: y\r\n" + " z\r\n".repeat(size / 2) + "Y: z");
        }
        head("X: y\r\n".repeat(600) + "Z: z");
        head("Expect: 200-ok");
        return cases;
    }

    @TestFactory
    @Spec({"HTTP-026", "HTTP-028", "HTTP-029", "HTTP-030", "HTTP-031", "HTTP-032", "HTTP-034", "HTTP-045"})
    List<DynamicTest> lengths() {
        for (String length : List.of(
                "",
                "+3",
                "-3",
                "-0",
                "0x3",
                "3x",
                "x",
                "3 3",
                "3,3",
                "3, 3",
                "3;3",
                "0_3",
                "3.0",
                "1e1",
                "\u00b2",
                "3\u000b",
                "'3'",
                "\"3\"",
                "99999999999999999999",
                "9223372036854775808",
                "99999999",
                "1 ,",
                ", 1",
                "NaN",
                "null")) {
            body("Content-Length: " + length, "abc");
        }
        for (String more : List.of("3", "4", "0", "", "x", "3, 3")) {
            body("Content-Length: 3\r\nContent-Length: " + more, "abc");
            body("Content-Length: " + more + "\r\nX: y\r\ncontent-length: 3", "abc");
        }
        for (String coding : List.of(
                "",
                "identity",
                "gzip",
                "xchunked",
                "chunkedx",
                "x chunked",
                "chunked x",
                "gzip, chunked",
                "chunked, gzip",
                "chunked, chunked",
                "chunked, identity",
                "identity, chunked",
                ", chunked,x",
                "chunked;q=1",
                "\"chunked\"",
                "chunked\u000b",
                "\u000bchunked",
                "\u0000chunked",
                "chunk\u00e9d",
                "cow",
                "chunked\r\nTransfer-Encoding: chunked",
                "chunked\r\nTransfer-Encoding: identity",
                "identity\r\nTransfer-Encoding: chunked",
                "gzip\r\nTransfer-Encoding: chunked")) {
            body("Transfer-Encoding: " + coding, "0\r\n\r\n");
            body("Transfer-Encoding: " + coding + "\r\nContent-Length: 5", "0\r\n\r\n");
        }
        body("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n");
        body("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n");
        body("Transfer-Encoding : chunked", "0\r\n\r\n");
        body("Transfer-Encoding\u000b: chunked", "0\r\n\r\n");
        body("X: y\nTransfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n");
        refused("POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        return cases;
    }

    @TestFactory
    @Spec({"HTTP-035", "HTTP-036", "HTTP-038", "HTTP-039"})
    List<DynamicTest> chunks() {
        for (String chunks : List.of(
                "x\r\n",
                "0x3\r\nabc\r\n0\r\n\r\n",
                "+3\r\nabc\r\n0\r\n\r\n",
                "-3\r\nabc\r\n0\r\n\r\n",
                " 3\r\nabc\r\n0\r\n\r\n",
                "3 \r\nabc\r\n0\r\n\r\n",
                "\r\n3\r\nabc\r\n0\r\n\r\n",
                "3\nabc\n0\n\n",
                "3\r\nabc\n0\r\n\r\n",
                "3\r\nabcd\r\n0\r\n\r\n",
                "3\r\nab\r\n0\r\n\r\n",
                "3\rabc\r0\r\r",
                "3;a\nb\r\nabc\r\n0\r\n\r\n",
                "3;\0\r\nabc\r\n0\r\n\r\n",
                "80000000\r\n",
                "ffffffffffffffff\r\n",
                "10000000000000000\r\n",
                "3,\r\nabc\r\n0\r\n\r\n",
                "3_\r\nabc\r\n0\r\n\r\n",
                "\u00b3\r\nabc\r\n0\r\n\r\n",
                "\0\r\n",
                ";x\r\n\r\n",
                "3\r\nabc0\r\n\r\n",
                "3\r\nabc\r\n0\r\nX Y: z\r\n\r\n",
                "3\r\nabc\r\n0\r\nX: a\0\r\n\r\n",
                "3\r\nabc\r\n0\r\nX: " + "y".repeat(20_000) + "\r\n\r\n",
                "3;" + "x".repeat(20_000) + "\r\nabc\r\n0\r\n\r\n",
                "0".repeat(20_000) + "\r\n\r\n",
                "3\t\r\nabc\r\n0\r\n\r\n",
                "GET\r\n")) {
            body("Transfer-Encoding: chunked", chunks);
        }
        return cases;
    }
}
