/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.address.UdpAddress;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.bridge.endpoint.InvalidProxyHeaderException.Problem;
import io.netwist.bridge.testing.MemoryPort;
import io.netwist.bridge.testing.MemoryReactor;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The PROXY protocol, version 1 and 2, before a protocol. */
class HaproxyTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String V2_TCP4 = SIGNATURE + "2111000c" + "7f000001" + "7f000002" + "1f90" + "0050";
    private static final String V2_TCP6 =
            SIGNATURE + "21210024" + "0".repeat(31) + "1" + "0".repeat(31) + "2" + "1f90" + "0050";

    /** Keeps what it receives and the addresses it sees. */
    private static final class Recorder extends BaseProtocol {
        final StringBuilder received = new StringBuilder();
        final List<Address> peers = new ArrayList<>();

        @Override
        public void connectionMade() {
            peers.add(transport().getPeer());
        }

        @Override
        public void dataReceived(ByteBuf data) {
            received.append(data.toString(StandardCharsets.ISO_8859_1));
            peers.add(transport().getPeer());
        }
    }

    private final Recorder recorder = new Recorder();

    private StringTransport connected() {
        MemoryReactor reactor = new MemoryReactor();
        successResultOf(Endpoints.serverFromString(reactor, "haproxy:tcp:8080").listen(peer -> recorder));
        MemoryPort port = reactor.ports().get(0);
        assertThat(port.getHost().port()).isEqualTo(8080);
        return port.accept().orElseThrow();
    }

    private static ByteBuf hex(String digits) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(digits));
    }

    private static ByteBuf text(String header) {
        return Unpooled.copiedBuffer(header, StandardCharsets.ISO_8859_1);
    }

    @Test
    @Spec({"HAP-003", "HAP-004", "HAP-008", "END-031"})
    void theHeadersAddressesHoldFromTheHeaderOn() {
        StringTransport transport = connected();
        assertThat(recorder.peers).containsExactly(transport.getPeer());
        transport.deliver("PROXY TCP4 10.1.2.3 10.4.5.6 1234 80\r\nGET /");
        transport.deliver(" HTTP/1.0");

        TcpAddress client = new TcpAddress("10.1.2.3", 1234);
        assertThat(recorder.received).hasToString("GET / HTTP/1.0");
        assertThat(recorder.peers.subList(1, 3)).containsExactly(client, client);
        assertThat(recorder.transport().getHost()).isEqualTo(new TcpAddress("10.4.5.6", 80));
        recorder.transport().write("reply");
        assertThat(transport.value()).isEqualTo("reply");
    }

    @Test
    @Spec({"HAP-002", "HAP-004"})
    void aHeaderMayComeByteByByte() {
        StringTransport transport = connected();
        String whole = "PROXY TCP6 ::1 ::2 1 65535\r\nxyz";
        for (int i = 0; i < whole.length(); i++) {
            transport.deliver(whole.substring(i, i + 1));
        }

        assertThat(recorder.received).hasToString("xyz");
        assertThat(recorder.transport().getPeer()).isEqualTo(new TcpAddress("::1", 1));
    }

    @Test
    @Spec({"HAP-002", "HAP-004", "HAP-007"})
    void aBinaryHeaderMayComeByteByByte() {
        StringTransport transport = connected();
        for (byte b : HexFormat.of().parseHex(V2_TCP4 + "616263")) {
            transport.deliver(new byte[] {b});
        }

        assertThat(recorder.received).hasToString("abc");
        assertThat(recorder.transport().getPeer()).isEqualTo(new TcpAddress("127.0.0.1", 8080));
        assertThat(recorder.transport().getHost()).isEqualTo(new TcpAddress("127.0.0.2", 80));
    }

    @Test
    @Spec("HAP-001")
    void anythingElseIsClosedAndReachesNobody() {
        StringTransport transport = connected();
        transport.deliver("GET / HTTP/1.0\r\n\r\n");

        assertThat(transport.isDisconnecting()).isTrue();
        assertThat(recorder.received).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOTPROXY | HEADER | byte 0",
                "PROXIE | HEADER | byte 4",
                "PROXY TCP7 1.1.1.1 2.2.2.2 1 2 | NETWORK_PROTOCOL | protocol: TCP7",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 | ADDRESS | 3 words",
                "PROXY TCP4 1.1.1.1 nowhere 1 2 | ADDRESS | address: nowhere",
                "PROXY TCP4 ::1 ::2 1 2 | ADDRESS | address: ::1",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 65536 | ADDRESS | port: 65536",
                "PROXY TCP4 1.1.1.1 2.2.2.2 x 1 | ADDRESS | port: x",
            })
    @Spec("HAP-005")
    void saysWhatIsWrongWithATextHeader(String line, Problem problem, String message) {
        assertThatExceptionOfType(InvalidProxyHeaderException.class)
                .isThrownBy(() -> ProxyHeaderParser.parse(text(line + "\r\n")))
                .withMessageStartingWith(message)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(problem));
    }

    @Test
    @Spec("HAP-005")
    void aTextHeaderEndsWithinTheLongestLine() {
        assertThat(ProxyHeaderParser.parse(text("PROXY UNKNOWN " + "x".repeat(92))))
                .isNull();
        assertThatExceptionOfType(InvalidProxyHeaderException.class)
                .isThrownBy(() -> ProxyHeaderParser.parse(text("PROXY UNKNOWN " + "x".repeat(93))));
        assertThatExceptionOfType(InvalidProxyHeaderException.class)
                .isThrownBy(() -> ProxyHeaderParser.parse(text("PROXY UNKNOWN\n")));
    }

    @ParameterizedTest
    @CsvSource({
        SIGNATURE + "31110000,HEADER,version: 3",
        SIGNATURE + "22110000,HEADER,command: 2",
        SIGNATURE + "21410000,NETWORK_PROTOCOL,family: 4",
        SIGNATURE + "21130000,NETWORK_PROTOCOL,family: 1",
        SIGNATURE + "2111000000,ADDRESS,0 bytes",
        "0d0a0d0a000d0a515549540b,HEADER,byte 11",
    })
    @Spec("HAP-007")
    void saysWhatIsWrongWithABinaryHeader(String digits, Problem problem, String message) {
        assertThatExceptionOfType(InvalidProxyHeaderException.class)
                .isThrownBy(() -> ProxyHeaderParser.parse(hex(digits)))
                .withMessageStartingWith(message)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(problem));
    }

    @Test
    @Spec({"HAP-006", "HAP-007"})
    void knowsEveryKindOfBinaryHeader() {
        assertThat(ProxyHeaderParser.parse(hex(V2_TCP6)))
                .isEqualTo(new ProxyHeader(
                        new TcpAddress("0:0:0:0:0:0:0:1", 8080), new TcpAddress("0:0:0:0:0:0:0:2", 80)));
        assertThat(ProxyHeaderParser.parse(hex(SIGNATURE + "2112000c" + "7f0000017f0000021f900050")))
                .isEqualTo(new ProxyHeader(new UdpAddress("127.0.0.1", 8080), new UdpAddress("127.0.0.2", 80)));
        String path = HexFormat.of().formatHex("/run/a".getBytes(StandardCharsets.US_ASCII)) + "00".repeat(102);
        assertThat(ProxyHeaderParser.parse(hex(SIGNATURE + "213100d8" + path + path)))
                .isEqualTo(new ProxyHeader(new UnixAddress("/run/a"), new UnixAddress("/run/a")));
        assertThat(ProxyHeaderParser.parse(hex(SIGNATURE + "20110000"))).isEqualTo(ProxyHeader.UNKNOWN);
        assertThat(ProxyHeaderParser.parse(hex(SIGNATURE + "21000000"))).isEqualTo(ProxyHeader.UNKNOWN);
    }

    @Test
    @Spec("HAP-007")
    void skipsWhatFollowsTheAddressesInTheHeader() {
        ByteBuf data = hex(SIGNATURE + "21110010" + "7f0000017f0000021f900050" + "04000100" + "ff");

        assertThat(ProxyHeaderParser.parse(data)).isNotNull();
        assertThat(data.readableBytes()).isEqualTo(1);
    }

    @Test
    @Spec("HAP-006")
    void anUnknownSourceKeepsTheRealAddresses() {
        StringTransport transport = connected();
        transport.deliver("PROXY UNKNOWN ffff::1 whatever\r\nx");

        assertThat(recorder.transport().getPeer()).isEqualTo(transport.getPeer());
        assertThat(recorder.transport().getHost()).isEqualTo(transport.getHost());
    }

    @Test
    @Spec("END-031")
    void theDescriptionInsideIsChecked() {
        Endpoints.checkServer("haproxy:tcp:port=80:interface=\\:\\:1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.checkServer("haproxy:tcp:http"))
                .withMessage("endpoint description \"haproxy:tcp:http\": endpoint description \"tcp:http\": "
                        + "port: http (expected: 0..65535)");
    }
}
