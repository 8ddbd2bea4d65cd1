/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.address;

import io.netty.util.NetUtil;

/** Tells addresses from names. Source: {@code twisted.internet.abstract}. */
public final class IpLiterals {

    private IpLiterals() {}

    /**
     * Whether a host is an IPv4 address.
     *
     * @param host any text
     * @return true for exactly four decimal numbers from 0 to 255
     */
    public static boolean isIPAddress(String host) {
        return NetUtil.isValidIpV4Address(host);
    }

    /**
     * Whether a host is an IPv6 address.
     *
     * @param host any text
     * @return true for an address, with or without {@code %scope}, without brackets
     */
    public static boolean isIPv6Address(String host) {
        return !host.startsWith("[") && NetUtil.isValidIpV6Address(host);
    }

    /**
     * Whether a host is an address and no name.
     *
     * @param host any text
     * @return true for either kind
     */
    public static boolean isLiteral(String host) {
        return isIPAddress(host) || isIPv6Address(host);
    }
}
