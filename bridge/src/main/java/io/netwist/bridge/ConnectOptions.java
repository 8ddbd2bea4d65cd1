/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netwist.bridge.address.TcpAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to connect. Immutable; each {@code with} method returns a changed copy.
 *
 * @param timeout for resolving the name and connecting together; zero means no limit
 * @param bindAddress the local address to connect from, or null for any
 */
public record ConnectOptions(Duration timeout, @Nullable TcpAddress bindAddress) {

    private static final ConnectOptions DEFAULTS = new ConnectOptions(Duration.ofSeconds(30), null);

    /**
     * Checks the timeout.
     *
     * @param timeout zero or more
     * @param bindAddress or null
     * @throws IllegalArgumentException if it is negative
     */
    public ConnectOptions {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: zero or more)");
        }
    }

    /**
     * 30 seconds, from any address, as in Twisted.
     *
     * @return the defaults
     */
    public static ConnectOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same with another limit.
     *
     * @param timeout for resolving and connecting together; zero means no limit
     * @return the changed copy
     */
    public ConnectOptions withTimeout(Duration timeout) {
        return new ConnectOptions(timeout, bindAddress);
    }

    /**
     * The same from one local address.
     *
     * @param address an IP literal and a port, 0 for any
     * @return the changed copy
     */
    public ConnectOptions withBindAddress(TcpAddress address) {
        return new ConnectOptions(timeout, address);
    }
}
