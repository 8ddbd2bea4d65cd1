/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.socks;

import io.netty.handler.codec.socksx.SocksMessage;
import io.netty.handler.codec.socksx.v4.DefaultSocks4CommandResponse;
import io.netty.handler.codec.socksx.v4.Socks4CommandStatus;
import io.netty.handler.codec.socksx.v5.DefaultSocks5CommandResponse;
import io.netty.handler.codec.socksx.v5.Socks5AddressType;
import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netty.util.NetUtil;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectionRefusedException;
import io.netwist.bridge.error.HostNotFoundException;
import io.netwist.bridge.error.HostUnreachableException;

/** What the proxy answers, in either version. */
final class Replies {

    private static final String NO_HOST = "0.0.0.0";

    private Replies() {}

    static SocksMessage success(int version, Address address) {
        if (version == 4) {
            String host = NetUtil.isValidIpV4Address(address.host()) ? address.host() : NO_HOST;
            return new DefaultSocks4CommandResponse(Socks4CommandStatus.SUCCESS, host, address.port());
        }
        return new DefaultSocks5CommandResponse(
                Socks5CommandStatus.SUCCESS, typeOf(address.host()), address.host(), address.port());
    }

    private static Socks5AddressType typeOf(String host) {
        if (NetUtil.isValidIpV4Address(host)) {
            return Socks5AddressType.IPv4;
        }
        return NetUtil.isValidIpV6Address(host) ? Socks5AddressType.IPv6 : Socks5AddressType.DOMAIN;
    }

    static SocksMessage refusal(int version, Socks5CommandStatus why) {
        if (version == 4) {
            return new DefaultSocks4CommandResponse(Socks4CommandStatus.REJECTED_OR_FAILED);
        }
        return new DefaultSocks5CommandResponse(why, Socks5AddressType.IPv4, NO_HOST, 0);
    }

    /** RFC 1928, 6. */
    static Socks5CommandStatus statusOf(Throwable why) {
        if (why instanceof ConnectionRefusedException) {
            return Socks5CommandStatus.CONNECTION_REFUSED;
        }
        if (why instanceof HostUnreachableException || why instanceof HostNotFoundException) {
            return Socks5CommandStatus.HOST_UNREACHABLE;
        }
        return Socks5CommandStatus.FAILURE;
    }
}
