/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import java.time.Duration;
import java.util.List;

/**
 * Limits and habits of a WebSocket, on either side. Immutable; the {@code with} methods make changed copies.
 *
 * <table>
 * <caption>What bounds a peer</caption>
 * <tr><th>limit</th><th>default</th><th>past it</th></tr>
 * <tr><td>maxMessage</td><td>1 MiB, decompressed and put together</td><td>code 1009</td></tr>
 * <tr><td>maxFrame</td><td>1 MiB, as it comes</td><td>code 1009</td></tr>
 * <tr><td>pingInterval</td><td>a ping every 30 s; two of them without a single byte in return</td><td>abort, reported as code 1006</td></tr>
 * <tr><td>closeTimeout</td><td>10 s to answer our close</td><td>abort</td></tr>
 * </table>
 *
 * @param maxMessage bytes
 * @param maxFrame bytes
 * @param pingInterval zero for no pings and no limit on silence
 * @param closeTimeout how long the peer may take to close
 * @param compression whether permessage-deflate is agreed to or asked for; it costs some 300 KiB per open connection
 * @param subprotocols the names we know, the best first
 */
public record WebSocketOptions(
        int maxMessage,
        int maxFrame,
        Duration pingInterval,
        Duration closeTimeout,
        boolean compression,
        List<String> subprotocols) {

    private static final WebSocketOptions DEFAULTS =
            new WebSocketOptions(1 << 20, 1 << 20, Duration.ofSeconds(30), Duration.ofSeconds(10), false, List.of());

    /**
     * Checks the values.
     *
     * @param maxMessage bytes
     * @param maxFrame bytes
     * @param pingInterval zero for none
     * @param closeTimeout more than zero
     * @param compression whether
     * @param subprotocols tokens
     * @throws IllegalArgumentException names the value that cannot be
     */
    public WebSocketOptions {
        atLeast("maxMessage", maxMessage, 1);
        atLeast("maxFrame", maxFrame, 125);
        atLeast("pingInterval", pingInterval.toNanos(), 0);
        atLeast("closeTimeout", closeTimeout.toNanos(), 1);
        subprotocols = List.copyOf(subprotocols);
        for (String each : subprotocols) {
            if (!Handshake.isToken(each)) {
                throw new IllegalArgumentException("subprotocol: " + each + " (expected: a token)");
            }
        }
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " or more)");
        }
    }

    /**
     * The values of the table above, no compression, and no sub-protocols.
     *
     * @return the defaults
     */
    public static WebSocketOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same with other limits on size.
     *
     * @param message bytes
     * @param frame bytes
     * @return the changed copy
     */
    public WebSocketOptions withLimits(int message, int frame) {
        return new WebSocketOptions(message, frame, pingInterval, closeTimeout, compression, subprotocols);
    }

    /**
     * The same with other time limits.
     *
     * @param ping zero for no pings
     * @param close how long the peer may take to close
     * @return the changed copy
     */
    public WebSocketOptions withTimes(Duration ping, Duration close) {
        return new WebSocketOptions(maxMessage, maxFrame, ping, close, compression, subprotocols);
    }

    /**
     * The same with or without compression.
     *
     * @param wanted whether
     * @return the changed copy
     */
    public WebSocketOptions withCompression(boolean wanted) {
        return new WebSocketOptions(maxMessage, maxFrame, pingInterval, closeTimeout, wanted, subprotocols);
    }

    /**
     * The same with sub-protocols: a server takes the first of these that the client offers.
     *
     * @param names the best first
     * @return the changed copy
     */
    public WebSocketOptions withSubprotocols(String... names) {
        return new WebSocketOptions(maxMessage, maxFrame, pingInterval, closeTimeout, compression, List.of(names));
    }
}
