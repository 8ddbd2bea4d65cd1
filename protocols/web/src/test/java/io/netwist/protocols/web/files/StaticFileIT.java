/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.web.RawClient;
import io.netwist.protocols.web.Site;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFileIT {

    private static final String MODIFIED = "Sun, 09 Sep 2001 01:46:40 GMT";
    private static final String CLOSE = " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n";

    @TempDir
    Path dir;

    Path root;
    RawClient client;

    @BeforeEach
    void serve() throws Exception {
        root = Files.createDirectory(dir.resolve("root"));
        Files.writeString(dir.resolve("secret.txt"), "secret");
        Files.writeString(Files.createDirectory(dir.resolve("rootsibling")).resolve("s.txt"), "secret");
        Path file = Files.writeString(root.resolve("a.txt"), "0123456789");
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000_000)));
        Files.writeString(root.resolve("b.html.gz"), "gz");
        Files.writeString(Files.createDirectory(root.resolve("sub")).resolve("index.html"), "index");
        Files.createDirectory(root.resolve("empty"));
        client = new RawClient(new Site(new StaticFile(root)));
    }

    @AfterEach
    void close() {
        client.close();
    }

    private String get(String path, String... headers) throws Exception {
        return ask("GET", path, headers);
    }

    private String ask(String method, String path, String... headers) throws Exception {
        StringBuilder request = new StringBuilder(method + ' ' + path + CLOSE);
        Arrays.stream(headers).forEach(each -> request.append(each).append("\r\n"));
        return client.exchange(request.append("\r\n").toString());
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @Test
    @Spec({"RES-033", "RES-034", "RES-046"})
    void sendsAFile() throws Exception {
        for (int i = 0; i < 2; i++) { // From a thread, then from memory.
            assertThat(get("/a.txt"))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains(
                            "\r\nContent-Type: text/plain\r\n",
                            "\r\nContent-Length: 10\r\n",
                            "\r\nAccept-Ranges: bytes\r\n",
                            "\r\nLast-Modified: " + MODIFIED + "\r\n",
                            "\r\nETag: \"")
                    .endsWith("\r\n\r\n0123456789");
            assertThat(ask("HEAD", "/a.txt"))
                    .contains("\r\nContent-Length: 10\r\n", "\r\nLast-Modified: " + MODIFIED + "\r\n")
                    .endsWith("\r\n\r\n");
        }
        assertThat(get("/b.html.gz")).contains("\r\nContent-Type: text/html\r\n", "\r\nContent-Encoding: gzip\r\n");
        assertThat(ask("POST", "/a.txt")).startsWith("HTTP/1.1 405 ").contains("\r\nAllow: GET, HEAD\r\n");
    }

    @Test
    void noticesThatAFileHasChanged() throws Exception {
        assertThat(body(get("/a.txt"))).isEqualTo("0123456789");
        Files.writeString(root.resolve("a.txt"), "another");
        assertThat(body(get("/a.txt"))).isEqualTo("another");
        Files.delete(root.resolve("a.txt"));
        assertThat(get("/a.txt")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    @Spec({"RES-045", "RES-051", "HTTP-091", "HTTP-093", "HTTP-094"})
    void sparesTheClientWhatItHas() throws Exception {
        String whole = get("/a.txt");
        String tag = whole.replaceAll("(?s).*ETag: (\"[^\"]*\").*", "$1");

        String same = get("/a.txt", "If-Modified-Since: " + MODIFIED);
        assertThat(same)
                .startsWith("HTTP/1.1 304 Not Modified\r\n")
                .contains("ETag: " + tag)
                .endsWith("\r\n\r\n");
        assertThat(same).doesNotContain("Content-Length");
        assertThat(get("/a.txt", "If-Modified-Since: Sun, 09 Sep 2001 01:46:39 GMT"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(get("/a.txt", "If-Modified-Since: rubbish")).startsWith("HTTP/1.1 200 ");
        assertThat(get("/a.txt", "If-None-Match: \"x\", " + tag)).startsWith("HTTP/1.1 304 ");
        assertThat(get("/a.txt", "If-None-Match: \"zzz\"", "If-Modified-Since: " + MODIFIED))
                .as("HV-121: the tag decides")
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    @Spec({"RES-054", "RES-055", "RES-056", "RES-058", "RES-060", "RES-063"})
    void sendsParts() throws Exception {
        assertThat(get("/a.txt", "Range: bytes=2-4"))
                .startsWith("HTTP/1.1 206 Partial Content\r\n")
                .contains("\r\nContent-Range: bytes 2-4/10\r\n", "\r\nContent-Length: 3\r\n")
                .endsWith("\r\n\r\n234");
        assertThat(get("/a.txt", "Range: bytes=-3")).endsWith("\r\n\r\n789");
        assertThat(get("/a.txt", "Range: bytes=-30"))
                .startsWith("HTTP/1.1 206 ")
                .endsWith("\r\n\r\n0123456789");
        assertThat(get("/a.txt", "Range: bytes=10-"))
                .startsWith("HTTP/1.1 416 ")
                .contains("\r\nContent-Range: bytes */10\r\n", "\r\nContent-Length: 0\r\n")
                .endsWith("\r\n\r\n");
        assertThat(get("/a.txt", "Range: bytes=5-2")).startsWith("HTTP/1.1 200 ");
        assertThat(get("/a.txt", "Range: bytes=2-4", "If-Range: \"other\"")).startsWith("HTTP/1.1 200 ");
        assertThat(get("/a.txt", "Range: bytes=2-4", "If-Range: " + MODIFIED)).startsWith("HTTP/1.1 206 ");
        assertThat(ask("HEAD", "/a.txt", "Range: bytes=1-2"))
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Length: 10");

        String parts = get("/a.txt", "Range: bytes=0-1,4-5");
        String boundary = parts.replaceAll("(?s).*boundary=\"([^\"]*)\".*", "$1");
        assertThat(body(parts))
                .isEqualTo(("\r\n--B\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1/10\r\n\r\n01"
                                + "\r\n--B\r\nContent-Type: text/plain\r\nContent-Range: bytes 4-5/10\r\n\r\n45"
                                + "\r\n--B--\r\n")
                        .replace("--B", "--" + boundary));
        assertThat(parts).contains("\r\nContent-Length: " + body(parts).length() + "\r\n");
    }

    @Test
    @Spec({"RES-035", "RES-039", "RES-041", "RES-042", "RES-067"})
    void servesDirectories() throws Exception {
        assertThat(get("/sub?q=1")).startsWith("HTTP/1.1 302 Found\r\n").contains("\r\nLocation: /sub/?q=1\r\n");
        assertThat(body(get("/sub/"))).isEqualTo("index");
        assertThat(get("/empty/"))
                .startsWith("HTTP/1.1 200 ")
                .contains("text/html; charset=utf-8", "Directory listing for /empty/");
        Files.createSymbolicLink(root.resolve("broken"), Path.of("nowhere"));
        assertThat(get("/"))
                .contains("<a href=\"sub/\">sub/</a>", "<a href=\"a.txt\">a.txt</a>")
                .doesNotContain("broken");
        assertThat(get("/a.txt/")).startsWith("HTTP/1.1 404 ");
        assertThat(get("/a.txt/x")).startsWith("HTTP/1.1 404 ");
        assertThat(get("//evil.example")).startsWith("HTTP/1.1 404 ");
        assertThat(get("/nothing")).startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @Spec({"RES-037", "RES-038"})
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/sub/../../secret.txt",
                "/sub/../a.txt/../../secret.txt",
                "/..%2fsecret.txt",
                "/%2e%2e/secret.txt",
                "/%2e%2e%2fsecret.txt",
                "/.%2e/secret.txt",
                "/%252e%252e/secret.txt",
                "/%252e%252e%252fsecret.txt",
                "/..\\secret.txt",
                "/..%5csecret.txt",
                "/%2e%2e%5csecret.txt",
                "/sub\\..\\..\\secret.txt",
                "/..%00/secret.txt",
                "/a.txt%00.html",
                "/%00",
                "/../rootsibling/s.txt",
                "/..%c0%afsecret.txt",
                "/%c0%ae%c0%ae/secret.txt",
                "/%e0%80%ae%e0%80%ae/secret.txt",
                "/..;/secret.txt",
                "/./../secret.txt",
                "/.../secret.txt",
                "//../secret.txt",
                "/sub//../../secret.txt",
                "/..",
                "/%2e%2e",
                "/sub/..",
                "/%2e",
                "/~/../secret.txt",
                "/file:///etc/passwd",
                "/%2fetc%2fpasswd",
                "//etc/passwd",
                "/C:/secret.txt",
                "/..%ef%bc%8fsecret.txt",
                "/%u002e%u002e/secret.txt"
            })
    void neverLeavesItsRoot(String path) throws Exception {
        assertThat(get(path)).startsWith("HTTP/1.1 404 ").doesNotContain("\r\n\r\nsecret", "root:");
        assertThat(get("http://h" + path)).startsWith("HTTP/1.1 404 ");
    }

    @Test
    @Spec({"RES-049", "RES-036"})
    void followsLinksInsideTheTreeOnly() throws Exception {
        Files.createSymbolicLink(root.resolve("inside"), Path.of("a.txt"));
        Files.createSymbolicLink(root.resolve("outside"), dir.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("up"), dir);
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        assertThat(body(get("/inside"))).isEqualTo("0123456789");
        for (String path : new String[] {"/outside", "/up/secret.txt", "/up/", "/loop", "/up/root/../secret.txt"}) {
            assertThat(get(path)).as(path).startsWith("HTTP/1.1 404 ");
        }
        assertThat(body(get("/up/root/a.txt"))).isEqualTo("0123456789");

        Files.delete(root.resolve("inside"));
        Files.createSymbolicLink(root.resolve("inside"), dir.resolve("secret.txt"));
        assertThat(get("/inside")).as("a link that now leads out").startsWith("HTTP/1.1 404 ");
    }

    @Test
    @Spec({"RES-034", "RES-048"})
    void sendsALargeFileByteForByteAndInParts() throws Exception {
        byte[] content = new byte[3_000_001];
        new Random(7).nextBytes(content);
        Files.write(root.resolve("large.bin"), content);
        for (int i = 0; i < 2; i++) {
            byte[] answer = bytes("GET /large.bin" + CLOSE + "\r\n");
            assertThat(Arrays.copyOfRange(answer, answer.length - content.length, answer.length))
                    .isEqualTo(content);
        }
        byte[] part = bytes("GET /large.bin" + CLOSE + "Range: bytes=1000000-2000000\r\n\r\n");
        assertThat(Arrays.copyOfRange(part, part.length - 1_000_001, part.length))
                .isEqualTo(Arrays.copyOfRange(content, 1_000_000, 2_000_001));
        assertThat(ask("HEAD", "/large.bin"))
                .contains("Content-Length: 3000001")
                .endsWith("\r\n\r\n");
    }

    private byte[] bytes(String request) throws Exception {
        return client.exchange(request.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    @Spec({"HTTP-051", "HTTP-084"})
    void answersPipelinedRequestsForLargeFilesInOrder() throws Exception {
        try (RandomAccessFile file =
                new RandomAccessFile(root.resolve("large.bin").toFile(), "rw")) {
            file.setLength(200_000);
        }
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            requests.append("GET /large.bin HTTP/1.1\r\nHost: h\r\n\r\nGET /a.txt HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        String answers = client.exchange(requests + "GET /sub/" + CLOSE + "\r\n");
        assertThat(answers).endsWith("\r\n\r\nindex");
        assertThat(answers.split("0123456789", -1)).hasSize(51);
    }
}
