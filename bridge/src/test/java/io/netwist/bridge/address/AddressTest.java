/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.testing.Spec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressTest {

    @Test
    @Spec("ERR-015")
    void addressesAreEqualWhenAllTheirPartsAre() {
        TcpAddress tcp = new TcpAddress("127.0.0.1", 80);
        assertThat(tcp)
                .isEqualTo(new TcpAddress("127.0.0.1", 80))
                .hasSameHashCodeAs(new TcpAddress("127.0.0.1", 80))
                .isNotEqualTo(new TcpAddress("127.0.0.1", 81))
                .isNotEqualTo(new TcpAddress("127.0.0.2", 80))
                .isNotEqualTo(new UdpAddress("127.0.0.1", 80))
                .isNotEqualTo(new HostnameAddress("127.0.0.1", 80));
        // The scope is a part of an IPv6 literal.
        assertThat(new TcpAddress("fe80::1%1", 80)).isNotEqualTo(new TcpAddress("fe80::1%2", 80));
        assertThat(new HostnameAddress("example.com", 1)).isEqualTo(new HostnameAddress("example.com", 1));
        assertThat(new PipeAddress()).isEqualTo(new PipeAddress());
        assertThatThrownBy(() -> new TcpAddress("127.0.0.1", 65536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port: 65536 (expected: 0..65535)");
        assertThatThrownBy(() -> new UdpAddress("127.0.0.1", -1)).hasMessage("port: -1 (expected: 0..65535)");
        assertThatThrownBy(() -> new HostnameAddress("x", -1)).hasMessage("port: -1 (expected: 0..65535)");
    }

    @Test
    void theTextIsAnEndpointDescription() {
        assertThat(new TcpAddress("::1", 80)).hasToString("tcp:\\:\\:1:80");
        assertThat(new UdpAddress("127.0.0.1", 53)).hasToString("udp:127.0.0.1:53");
        assertThat(new UnixAddress("/run/a:b")).hasToString("unix:/run/a\\:b");
    }

    @Test
    @Spec("ERR-016")
    void unixAddressesMayNameTheSameFile(@TempDir Path directory) throws Exception {
        Path socket = Files.createFile(directory.resolve("socket"));
        UnixAddress direct = new UnixAddress(socket.toString());
        UnixAddress soft = new UnixAddress(
                Files.createSymbolicLink(directory.resolve("soft"), socket).toString());
        UnixAddress hard = new UnixAddress(
                Files.createLink(directory.resolve("hard"), socket).toString());
        UnixAddress other =
                new UnixAddress(Files.createFile(directory.resolve("other")).toString());
        assertThat(direct.isSameFile(new UnixAddress(socket.toString()))).isTrue();
        assertThat(direct.isSameFile(soft)).isTrue();
        assertThat(hard.isSameFile(direct)).isTrue();
        assertThat(direct.isSameFile(other)).isFalse();
        assertThat(direct.isSameFile(new UnixAddress(directory + "/none"))).isFalse();
        // Equality is that of the values, and looks at nothing.
        assertThat(direct).isNotEqualTo(soft).isEqualTo(new UnixAddress(socket.toString()));

        UnixAddress unnamed = new UnixAddress("");
        assertThat(unnamed.isSameFile(unnamed)).isTrue();
        assertThat(unnamed.isSameFile(direct)).isFalse();
        UnixAddress hidden = new UnixAddress("\0name");
        assertThat(hidden.isSameFile(new UnixAddress("\0name"))).isTrue();
        assertThat(hidden.isSameFile(new UnixAddress("\0other"))).isFalse();
    }
}
