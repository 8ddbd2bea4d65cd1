/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.IpLiterals;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.address.UdpAddress;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.bridge.endpoint.InvalidProxyHeaderException.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of HAProxy's PROXY protocol, versions 1 and 2, from the beginning of a connection.
 *
 * <p>Source: {@code https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt}, {@code twisted.protocols.haproxy}.
 */
final class ProxyHeaderParser {

    private static final byte[] V1_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] V2_SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};

    /** Of version 1, with CR LF: the longest that two IPv6 addresses and ports can make. */
    private static final int V1_LONGEST = 107;

    private static final int V2_FIXED = 16;
    private static final int UNIX_PATH = 108;

    private ProxyHeaderParser() {}

    /**
     * Reads a header, if it is there whole; else moves nothing.
     *
     * @param data from the beginning of the connection
     * @return the header, or null when more bytes are needed to tell
     * @throws InvalidProxyHeaderException if this is no header, at the first byte that shows it
     */
    static @Nullable ProxyHeader parse(ByteBuf data) {
        if (!data.isReadable()) {
            return null;
        }
        return data.getByte(data.readerIndex()) == V2_SIGNATURE[0] ? parseV2(data) : parseV1(data);
    }

    private static boolean startsWith(ByteBuf data, byte[] start) {
        int known = Math.min(start.length, data.readableBytes());
        for (int i = 0; i < known; i++) {
            if (data.getByte(data.readerIndex() + i) != start[i]) {
                throw new InvalidProxyHeaderException(
                        Problem.HEADER, "byte " + i + " of the connection is not that of a PROXY header");
            }
        }
        return known == start.length;
    }

    // ---- version 1: PROXY TCP4 source destination sourcePort destinationPort CR LF

    private static @Nullable ProxyHeader parseV1(ByteBuf data) {
        if (!startsWith(data, V1_START)) {
            return null;
        }
        int end = data.bytesBefore((byte) '\n');
        if (end < 0 ? data.readableBytes() >= V1_LONGEST : end >= V1_LONGEST) {
            throw new InvalidProxyHeaderException(
                    Problem.HEADER, "no line end (expected: within " + V1_LONGEST + " bytes)");
        }
        if (end < 0) {
            return null;
        }
        String line = data.readCharSequence(end, StandardCharsets.US_ASCII).toString();
        data.skipBytes(1);
        if (!line.endsWith("\r")) {
            throw new InvalidProxyHeaderException(Problem.HEADER, "line end: LF (expected: CR LF)");
        }
        String[] words = line.substring(0, line.length() - 1).split(" ", -1);
        return switch (words[1]) {
            case "UNKNOWN" -> ProxyHeader.UNKNOWN;
            case "TCP4", "TCP6" -> addressesV1(words);
            default ->
                throw new InvalidProxyHeaderException(
                        Problem.NETWORK_PROTOCOL, "protocol: " + words[1] + " (expected: TCP4, TCP6 or UNKNOWN)");
        };
    }

    private static ProxyHeader addressesV1(String[] words) {
        if (words.length != 6) {
            throw new InvalidProxyHeaderException(
                    Problem.ADDRESS, (words.length - 2) + " words after the protocol (expected: 4)");
        }
        boolean ipv6 = words[1].equals("TCP6");
        return new ProxyHeader(
                new TcpAddress(host(words[2], ipv6), port(words[4])),
                new TcpAddress(host(words[3], ipv6), port(words[5])));
    }

    private static String host(String word, boolean ipv6) {
        if (ipv6 ? !IpLiterals.isIPv6Address(word) : !IpLiterals.isIPAddress(word)) {
            throw new InvalidProxyHeaderException(
                    Problem.ADDRESS, "address: " + word + " (expected: an " + (ipv6 ? "IPv6" : "IPv4") + " address)");
        }
        return word;
    }

    private static int port(String word) {
        if (word.isEmpty() || word.length() > 5 || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw badPort(word);
        }
        int port = Integer.parseInt(word);
        if (port > 65535) {
            throw badPort(word);
        }
        return port;
    }

    private static InvalidProxyHeaderException badPort(String word) {
        return new InvalidProxyHeaderException(Problem.ADDRESS, "port: " + word + " (expected: 0..65535)");
    }

    // ---- version 2: signature, version and command, family and protocol, length, addresses, TLVs

    private static @Nullable ProxyHeader parseV2(ByteBuf data) {
        if (!startsWith(data, V2_SIGNATURE) || data.readableBytes() < V2_FIXED) {
            return null;
        }
        int start = data.readerIndex();
        int versionAndCommand = data.getUnsignedByte(start + 12);
        int familyAndProtocol = data.getUnsignedByte(start + 13);
        if (versionAndCommand >> 4 != 2) {
            throw new InvalidProxyHeaderException(
                    Problem.HEADER, "version: " + (versionAndCommand >> 4) + " (expected: 2)");
        }
        int command = versionAndCommand & 0xF;
        if (command > 1) {
            throw new InvalidProxyHeaderException(Problem.HEADER, "command: " + command + " (expected: 0 or 1)");
        }
        int family = familyAndProtocol >> 4;
        int protocol = familyAndProtocol & 0xF;
        if (family > 3 || protocol > 2) {
            throw new InvalidProxyHeaderException(
                    Problem.NETWORK_PROTOCOL,
                    "family: " + family + ", protocol: " + protocol + " (expected: 0..3 and 0..2)");
        }
        int length = data.getUnsignedShort(start + 14);
        if (data.readableBytes() < V2_FIXED + length) {
            return null;
        }
        data.skipBytes(V2_FIXED);
        ByteBuf body = data.readSlice(length);
        // LOCAL is the proxy's own connection: a health check.
        return command == 0 || family == 0 || protocol == 0
                ? ProxyHeader.UNKNOWN
                : addressesV2(body, family, protocol == 2);
    }

    private static ProxyHeader addressesV2(ByteBuf body, int family, boolean datagrams) {
        int size = family == 1 ? 4 : family == 2 ? 16 : UNIX_PATH;
        int needed = 2 * size + (family == 3 ? 0 : 4);
        if (body.readableBytes() < needed) {
            throw new InvalidProxyHeaderException(
                    Problem.ADDRESS, body.readableBytes() + " bytes of addresses (expected: " + needed + ")");
        }
        if (family == 3) {
            return new ProxyHeader(path(body), path(body));
        }
        String source = host(body, size);
        String destination = host(body, size);
        int sourcePort = body.readUnsignedShort();
        int destinationPort = body.readUnsignedShort();
        return new ProxyHeader(inet(source, sourcePort, datagrams), inet(destination, destinationPort, datagrams));
    }

    private static Address inet(String host, int port, boolean datagrams) {
        return datagrams ? new UdpAddress(host, port) : new TcpAddress(host, port);
    }

    private static String host(ByteBuf body, int size) {
        byte[] raw = new byte[size];
        body.readBytes(raw);
        try {
            return InetAddress.getByAddress(raw).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 4 and 16 bytes always make an address.
        }
    }

    private static UnixAddress path(ByteBuf body) {
        ByteBuf field = body.readSlice(UNIX_PATH);
        int end = field.bytesBefore((byte) 0);
        return new UnixAddress(field.toString(field.readerIndex(), end < 0 ? UNIX_PATH : end, StandardCharsets.UTF_8));
    }
}
