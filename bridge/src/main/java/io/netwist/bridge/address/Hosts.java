/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.address;

/** How a host is checked and written inside an endpoint description. */
final class Hosts {

    private Hosts() {}

    static int checkPort(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0..65535)");
        }
        return port;
    }

    /** A colon separates the parts of an endpoint description, so one inside a part is escaped. */
    static String escape(String part) {
        return part.replace("\\", "\\\\").replace(":", "\\:");
    }
}
