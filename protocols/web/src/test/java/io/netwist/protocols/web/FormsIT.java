/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms in parts. */
class FormsIT {

    private static final String TWO_FIELDS = String.join(
            "\r\n",
            "--B",
            "Content-Disposition: form-data; name=\"text\"",
            "",
            "h\u00c3\u00a9llo",
            "--B",
            "Content-Disposition: form-data; name=\"text\"",
            "",
            "",
            "");
    private static final String FILE = String.join(
            "\r\n",
            "--B",
            "Content-Disposition: form-data; name=\"file\"; filename=\"../a b.bin\"",
            "Content-Type: application/x-odd",
            "",
            "\0\1",
            "--A\u00ff",
            "");

    private RawClient client;

    private static final class Form extends Resource {
        @Override
        protected Rendering render_POST(Request request) {
            StringBuilder seen = new StringBuilder(request.args().toString());
            for (FormFile file : request.files()) {
                seen.append('|')
                        .append(file)
                        .append(' ')
                        .append(new String(file.bytes(), StandardCharsets.ISO_8859_1).replace("\r\n", "~"));
            }
            request.setHeader("Content-Type", "text/plain");
            return bytes(seen.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @BeforeEach
    void open() {
        Resource root = new Resource() {};
        root.putChild("form", new Form());
        client = new RawClient(new Site(
                root,
                new SiteOptions(
                                16384,
                                16384,
                                500,
                                1 << 16,
                                5,
                                SiteOptions.defaults().idleTimeout(),
                                SiteOptions.defaults().abortTimeout(),
                                false,
                                "Netwist",
                                null,
                                SessionOptions.defaults(),
                                Http2Options.defaults(),
                                false)
                        .withMaxBody(10_000)));
    }

    @AfterEach
    void close() {
        client.close();
    }

    private String post(String type, String body) throws Exception {
        return client.exchange("POST /form?q=1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: " + type
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    @Test
    @Spec("HTTP-109")
    void hasFieldsAndFiles() throws Exception {
        String answer = post("multipart/form-data; boundary=B", TWO_FIELDS + FILE + "--B--\r\n");
        assertThat(answer)
                .contains("{q=[1], text=[h\u00e9llo, ]}|file=../a b.bin (application/x-odd, 8 bytes) \0\1~--A\u00ff");
        assertThat(post("multipart/form-data; boundary=\"B\"", FILE + "--B--")).contains("{q=[1]}|file=");
        assertThat(post("multipart/form-data; boundary=B", "--B--\r\n"))
                .startsWith("HTTP/1.1 200")
                .endsWith("{q=[1]}");
        assertThat(post("application/x-www-form-urlencoded", "text=a")).endsWith("{q=[1], text=[a]}");
    }

    @Test
    @Spec("HTTP-111")
    void readsAChunkedForm() throws Exception {
        String body = TWO_FIELDS + "--B--\r\n";
        StringBuilder chunks = new StringBuilder();
        for (int i = 0; i < body.length(); i += 7) {
            String piece = body.substring(i, Math.min(body.length(), i + 7));
            chunks.append(Integer.toHexString(piece.length()))
                    .append("\r\n")
                    .append(piece)
                    .append("\r\n");
        }
        assertThat(client.exchange(String.join(
                        "\r\n",
                        "POST /form?q=1 HTTP/1.1",
                        "Host: h",
                        "Connection: close",
                        "Content-Type: multipart/form-data; boundary=B",
                        "Transfer-Encoding: chunked",
                        "",
                        chunks + "0",
                        "",
                        "")))
                .endsWith("{q=[1], text=[h\u00e9llo, ]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data|--B\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--B--",
                "multipart/form-data; boundary=B|--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end",
                "multipart/form-data; boundary=B|nothing of the kind",
                "multipart/form-data; boundary=B; charset=utf-99|--B\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--B--",
                "multipart/form-data; boundary=B|--B\r\nContent-Disposition: form-data; name=\"a\"",
            })
    void refusesWhatMakesNoSense(String typeAndBody) throws Exception {
        String[] parts = typeAndBody.split("\\|", 2);
        assertThat(post(parts[0], parts[1])).startsWith("HTTP/1.1 400 ");
    }

    @Test
    @Spec("HTTP-115")
    void countsItsParts() throws Exception {
        assertThat(post("multipart/form-data; boundary=B", TWO_FIELDS + TWO_FIELDS + "--B--\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(post("multipart/form-data; boundary=B", TWO_FIELDS + TWO_FIELDS + FILE + "--B--\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(post("multipart/form-data; boundary=B", FILE.replace("\0", "x".repeat(10_000)) + "--B--\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }
}
