/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes of a client, well and ill made, to our server. */
class ServerFramesIT extends WebSocketCase {

    private List<String> exchange(String headers, byte[]... frames) throws Exception {
        return blocking(() -> {
            try (RawWebSocket raw = RawWebSocket.open(port(), headers, frames)) {
                assertThat(raw.head())
                        .startsWith("HTTP/1.1 101 ")
                        .contains("Sec-WebSocket-Accept: " + RawWebSocket.ACCEPT);
                return raw.framesUntilEnd();
            }
        });
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] close(int code) {
        return RawWebSocket.masked(0x88, new byte[] {(byte) (code >> 8), (byte) code});
    }

    @Test
    @Spec({"WS-003", "WS-005", "WS-007", "WS-008"})
    void joinsFragmentsAnswersPingsAndEchoesTheClose() throws Exception {
        assertThat(exchange(
                        "",
                        RawWebSocket.masked(0x01, "He"),
                        RawWebSocket.masked(0x89, "ping"),
                        RawWebSocket.masked(0x00, "l"),
                        RawWebSocket.masked(0x80, "lo"),
                        RawWebSocket.masked(0x02, "a"),
                        RawWebSocket.masked(0x00, ""),
                        RawWebSocket.masked(0x80, "b"),
                        RawWebSocket.masked(0x8a, "unasked"),
                        close(1001),
                        RawWebSocket.masked(0x81, "too late")))
                .containsExactly("8a " + hex("ping"), "81 " + hex("Hello"), "82 " + hex("ab"), "88 03e9", "end");
        assertThat(exchange("", RawWebSocket.masked(0x88, ""))).containsExactly("88 ", "end");
    }

    @Test
    @Spec("WS-005")
    void joinsCharactersThatAreCutInPieces() throws Exception {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        assertThat(exchange(
                        "",
                        RawWebSocket.masked(0x01, new byte[] {euro[0]}),
                        RawWebSocket.masked(0x00, new byte[] {euro[1]}),
                        RawWebSocket.masked(0x80, new byte[] {euro[2]}),
                        RawWebSocket.masked(0x88, "")))
                .containsExactly("81 " + hex("€"), "88 ", "end");
    }

    static Stream<Arguments> violations() {
        byte[] bad = {'a', (byte) 0xff};
        byte[] half = {(byte) 0xe2, (byte) 0x82};
        return Stream.of(
                Arguments.of("not masked", 1002, RawWebSocket.unmasked(0x81, "a")),
                Arguments.of("reserved bit", 1002, RawWebSocket.masked(0xc1, "a")),
                Arguments.of("unknown opcode", 1002, RawWebSocket.masked(0x83, "a")),
                Arguments.of("unknown control opcode", 1002, RawWebSocket.masked(0x8b, "a")),
                Arguments.of("large ping", 1002, RawWebSocket.masked(0x89, "a".repeat(126))),
                Arguments.of("ping in fragments", 1002, RawWebSocket.masked(0x09, "a")),
                Arguments.of("continuation of nothing", 1002, RawWebSocket.masked(0x80, "a")),
                Arguments.of("text that is none", 1007, RawWebSocket.masked(0x81, bad)),
                Arguments.of("the end of a text missing", 1007, RawWebSocket.masked(0x81, half)),
                Arguments.of("a fragment of text that is none", 1007, RawWebSocket.masked(0x01, bad)),
                Arguments.of("frame above its limit", 1009, RawWebSocket.masked(0x82, "a".repeat(801))),
                Arguments.of("close of one byte", 1002, RawWebSocket.masked(0x88, "a")),
                Arguments.of("close with a code that nobody sends", 1002, close(1005)));
    }

    @ParameterizedTest(name = "{0}")
    @Spec({"WS-005", "WS-014", "WS-015"})
    @MethodSource("violations")
    void closesWithTheCodeOfWhatWentWrong(String name, int code, byte[] frame) throws Exception {
        List<String> frames =
                exchange("", RawWebSocket.masked(0x81, "before"), frame, RawWebSocket.masked(0x81, "after"));
        assertThat(frames).hasSize(3).startsWith("81 " + hex("before")).endsWith("end");
        assertThat(frames.get(1)).startsWith("88 " + String.format("%04x", code));
    }

    @Test
    @Spec({"WS-014", "WS-015"})
    void countsAllFragmentsOfAMessage() throws Exception {
        List<String> text =
                exchange("", RawWebSocket.masked(0x01, "a".repeat(600)), RawWebSocket.masked(0x80, "a".repeat(401)));
        assertThat(text.get(0)).startsWith("88 03f1");
        List<String> interrupted = exchange("", RawWebSocket.masked(0x01, "a"), RawWebSocket.masked(0x81, "b"));
        assertThat(interrupted.get(0)).startsWith("88 03ea");
        List<String> allowed = exchange(
                "",
                RawWebSocket.masked(0x02, "a".repeat(600)),
                RawWebSocket.masked(0x80, "a".repeat(400)),
                close(1000));
        assertThat(allowed.get(0)).hasSize(3 + 2 * 1000);
    }

    private static byte[] deflated(byte[] text) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(9, true);
        try (DeflaterOutputStream stream = new DeflaterOutputStream(out, deflater, 512, true)) {
            stream.write(text);
            stream.flush();
            byte[] all = out.toByteArray();
            return Arrays.copyOf(all, all.length - 4); // RFC 7692, section 7.2.1.
        } finally {
            deflater.end();
        }
    }

    @Test
    @Spec({"WS-013", "WS-014"})
    void limitsWhatAMessageBecomesWhenDecompressed() throws Exception {
        root.putChild("echo", new WebSocketResource(request -> new Echo(), SMALL.withCompression(true)));
        String offer = "Sec-WebSocket-Extensions: x-unknown, permessage-deflate; client_max_window_bits\r\n";
        List<String> bomb = exchange(offer, RawWebSocket.masked(0xc2, deflated(new byte[1001])));
        assertThat(bomb.get(0)).startsWith("88 03f1");
        List<String> large = exchange(offer, RawWebSocket.masked(0xc2, deflated(new byte[500_000])));
        assertThat(large.get(0)).startsWith("88 03f1");
        List<String> nonsense = exchange(offer, RawWebSocket.masked(0xc2, new byte[] {(byte) 0xff, 7, 9}));
        assertThat(nonsense.get(0)).startsWith("88 03ef");
        List<String> well = exchange(
                offer,
                RawWebSocket.masked(0xc1, deflated("hello".getBytes(StandardCharsets.UTF_8))),
                RawWebSocket.masked(0x81, "plain"),
                close(1000));
        assertThat(well).hasSize(4);
        assertThat(well.get(0)).startsWith("c1 ");
        List<String> otherBit = exchange(offer, RawWebSocket.masked(0xa1, "a"));
        assertThat(otherBit.get(0)).startsWith("88 03ea");
    }

    @ParameterizedTest
    @Spec({"WS-002", "WS-003"})
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | | 400 ",
                "GET | Upgrade: websocket | 400",
                "GET | Upgrade: websocket;Connection: upgrade | 426",
                "GET | Upgrade: websocket;Connection: upgrade;Sec-WebSocket-Version: 8 | 426",
                "GET | Upgrade: websocket;Connection: upgrade;Sec-WebSocket-Version: 13 | 400",
                "GET | Upgrade: websocket;Connection: upgrade;Sec-WebSocket-Version: 13;Sec-WebSocket-Key: abc | 400",
                "POST | Upgrade: websocket;Connection: upgrade;Sec-WebSocket-Version: 13 | 405",
            })
    void answersWhatIsNoHandshake(String method, String headers, int code) throws Exception {
        String request = method + " /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n"
                + (headers == null ? "" : headers.replace(";", "\r\n") + "\r\n") + "\r\n";
        String head = blocking(() -> {
            try (RawWebSocket raw = new RawWebSocket(port())) {
                raw.send(request.getBytes(StandardCharsets.US_ASCII));
                return raw.head();
            }
        });
        assertThat(head).startsWith("HTTP/1.1 " + code);
        if (code == 426) {
            assertThat(head).containsIgnoringCase("sec-websocket-version: 13");
        } else if (code == 400) {
            assertThat(head).contains("Content-Type: text/plain");
        }
    }

    @ParameterizedTest
    @Spec("WS-017")
    @CsvSource({
        "http://h, 101",
        "http://H:80, 101",
        "https://h, 101",
        "https://h:8443, 403",
        "http://h:81, 403",
        "http://evil.example, 403",
        "null, 403",
        "http://friend.example, 403",
        "http://friend.example, 101",
    })
    void looksAtTheOriginOfThePage(String origin, int code) throws Exception {
        if (origin.equals("http://friend.example") && code == 101) {
            root.putChild("echo", new WebSocketResource(request -> new Echo()).withOrigins(origin::equals));
        }
        String head = blocking(() -> {
            try (RawWebSocket raw = RawWebSocket.open(port(), "Origin: " + origin + "\r\n")) {
                return raw.head();
            }
        });
        assertThat(head).startsWith("HTTP/1.1 " + code);
    }

    @Test
    @Spec("WS-016")
    void abortsAClientThatHasFallenSilent() throws Exception {
        Echo server = new Echo();
        root.putChild(
                "echo",
                new WebSocketResource(
                        request -> server, SMALL.withTimes(Duration.ofMillis(30), Duration.ofSeconds(5))));
        assertThat(exchange("")).startsWith("89 " + hex("netwist")).endsWith("reset");
        assertThat(((WebSocketClosed) wait(server.lost)).code()).isEqualTo(1006);
    }

    @Test
    @Spec("WS-008")
    void abortsAClientThatDoesNotAnswerAClose() throws Exception {
        Recorder server = new Recorder() {
            @Override
            public void negotiationFinished() {
                transport().loseConnection(1000, "bye");
            }
        };
        root.putChild(
                "echo",
                new WebSocketResource(
                        request -> server, SMALL.withTimes(Duration.ofSeconds(30), Duration.ofMillis(30))));
        assertThat(exchange("")).containsExactly("88 03e8" + hex("bye"), "reset");
        assertThat(((WebSocketClosed) wait(server.lost)).code()).isEqualTo(1000);
    }
}
