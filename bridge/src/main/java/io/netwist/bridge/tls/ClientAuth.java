/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.tls;

/** What a server asks of its clients' certificates. */
public enum ClientAuth {
    /** Nothing: clients need none and send none. */
    NONE,
    /** A client may send one; one that is not trusted ends the connection. */
    OPTIONAL,
    /** Only clients with a trusted one are served. */
    REQUIRED
}
