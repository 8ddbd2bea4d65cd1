/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.testing.Chunkings;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.bridge.testing.Wire;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.policies.TimeoutFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Spec("PRO-036")
class ClassicTest {

    private static class Sink extends BaseProtocol {
        final StringBuilder received = new StringBuilder();

        @Override
        public void dataReceived(ByteBuf data) {
            received.append(data.toString(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void echoesEverythingUpToTheEndOfStream() {
        Sink client = new Sink();
        Wire wire = Wire.connect(new Echo(), client);
        wire.client().write("x".repeat(1_000_000));
        wire.client().as(TcpTransport.class).orElseThrow().loseWriteConnection();
        wire.flush();
        assertThat(client.received).hasSize(1_000_000);
        assertThat(wire.client().isConnected()).isFalse();
    }

    @Test
    void readsNoMoreThanThePeerTakesBack() {
        Sink client = new Sink();
        Wire wire = Wire.connect(new Echo(), client);
        wire.client().pauseProducing();
        wire.client().write("x".repeat(10_000_000));
        wire.flush();
        wire.client().resumeProducing();
        wire.flush();
        assertThat(client.received).hasSize(10_000_000);
    }

    @Test
    void closesAnEchoThatIsSilent() throws Exception {
        Wire wire = Wire.connect(
                new TimeoutFactory((Factory<Protocol>) peer -> new Echo(), Duration.ofSeconds(5))
                        .buildProtocol(new TcpAddress("127.0.0.1", 1)),
                new Sink());
        wire.advance(Duration.ofSeconds(5));
        assertThat(wire.client().isConnected()).isFalse();
    }

    @Test
    void discards() {
        StringTransport tr = StringTransport.connect(new Discard());
        tr.deliver("anything");
        assertThat(tr.value()).isEmpty();
    }

    @Test
    void generatesCharactersForAsLongAsThePeerTakesThem() {
        Chargen server = new Chargen();
        Sink client = new Sink();
        Wire wire = Wire.connect(server, client);
        for (int i = 0; i < 20; i++) {
            wire.pump();
        }
        assertThat(client.received.toString().lines().limit(2))
                .containsExactly(
                        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg",
                        "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefgh");
        wire.client().pauseProducing();
        wire.flush();
        int before = client.received.length();
        wire.flush();
        assertThat(client.received).hasSize(before);
        server.drain();
        wire.client().resumeProducing();
        wire.flush();
        assertThat(wire.client().isConnected()).isFalse();
    }

    private static StringTransport answered(Protocol protocol) {
        StringTransport tr = StringTransport.connect(protocol);
        assertThat(tr.isDisconnecting()).isTrue();
        return tr;
    }

    @Test
    void answersOnceAndCloses() {
        Instant moon = Instant.parse("1969-07-20T20:17:40Z");
        assertThat(answered(new QOTD()).value()).isEqualTo("An apple a day keeps the doctor away.\r\n");
        assertThat(answered(new QOTD(() -> "x")).value()).isEqualTo("x\r\n");
        assertThat(answered(new Who(() -> List.of("root", "joe"))).value()).isEqualTo("root\r\njoe\r\n");
        assertThat(answered(new Daytime(() -> moon)).value()).isEqualTo("Sun Jul 20 20:17:40 1969\r\n");
        assertThat(answered(new Daytime(() -> Instant.parse("2001-09-09T01:46:40Z")))
                        .value())
                .isEqualTo("Sun Sep  9 01:46:40 2001\r\n");
        // RFC 868: 2,208,988,800 is 00:00 1 Jan 1970, and 2,524,521,600 is 1 Jan 1980.
        assertThat(answered(new Time(() -> Instant.EPOCH)).bytes())
                .containsExactly((byte) 0x83, (byte) 0xaa, (byte) 0x7e, (byte) 0x80);
        assertThat(answered(new Time(() -> Instant.parse("1980-01-01T00:00:00Z")))
                        .bytes())
                .containsExactly((byte) 0x96, (byte) 0x79, (byte) 0x24, (byte) 0x80);
    }

    @ParameterizedTest
    @CsvSource({
        "'', domain false",
        "/W, domain true",
        "joe, user false joe",
        "/W joe, user true joe",
        "joe@a@b, forward false joe@a b",
        "/W @b, forward true  b"
    })
    void understandsFingerQueries(String query, String expected) {
        List<String> asked = new ArrayList<>();
        Finger finger = new Finger() {
            @Override
            protected void getUser(boolean verbose, String user) {
                asked.add("user " + verbose + " " + user);
            }

            @Override
            protected void getDomain(boolean verbose) {
                asked.add("domain " + verbose);
            }

            @Override
            protected void forwardQuery(boolean verbose, String user, String host) {
                asked.add("forward " + verbose + " " + user + " " + host);
            }
        };
        StringTransport tr = StringTransport.connect(finger);
        Chunkings.BYTE_BY_BYTE.deliver(tr, (query + "\r\n").getBytes(StandardCharsets.UTF_8));
        assertThat(asked).containsExactly(expected);
    }

    @Test
    void refusesFingerQueriesUntilItIsExtended() {
        assertThat(fingered("joe\u001b[2J")).isEqualTo("Login: joe?[2J\r\nNo such user\r\n");
        assertThat(fingered("")).isEqualTo("Finger online list denied\r\n");
        assertThat(fingered("joe@elsewhere")).isEqualTo("Finger forwarding service denied\r\n");
    }

    private static String fingered(String query) {
        StringTransport tr = StringTransport.connect(new Finger());
        tr.deliver(query + "\r\n");
        assertThat(tr.isDisconnecting()).isTrue();
        return tr.value();
    }
}
