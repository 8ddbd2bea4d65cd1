/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and what only looks like one. */
@Spec("ERR-017")
class IpLiteralsTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "255.255.255.255", "127.0.0.1"})
    void fourNumbersAreAnIPv4Address(String host) {
        assertThat(IpLiterals.isIPAddress(host)).isTrue();
        assertThat(IpLiterals.isLiteral(host)).isTrue();
        assertThat(IpLiterals.isIPv6Address(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "-1.2.3.4", "+1.2.3.4", "a.b.c.d", "1.2.3.", "1.2.3.4 "})
    void othersAreNot(String host) {
        assertThat(IpLiterals.isIPAddress(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "fe80::1%eth0", "2001:db8::ff00:42:8329", "::ffff:1.2.3.4"})
    void anIPv6AddressMayHaveAScope(String host) {
        assertThat(IpLiterals.isIPv6Address(host)).isTrue();
        assertThat(IpLiterals.isIPAddress(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "[::1]", "hello%eth0", ":%eth0", "1.2.3.4", "::1::2", "::g"})
    void othersAreNoIPv6Address(String host) {
        assertThat(IpLiterals.isIPv6Address(host)).isFalse();
    }
}
