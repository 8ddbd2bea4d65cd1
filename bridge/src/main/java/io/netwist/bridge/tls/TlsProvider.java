/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.tls;

/** The implementations of TLS. */
public enum TlsProvider {
    /** The JDK's own; everywhere. */
    JDK,
    /**
     * OpenSSL or BoringSSL by {@code netty-tcnative}, which must be on the class path. It does not refuse a connection whose
     * two sides offer application protocols and have none in common.
     */
    OPENSSL
}
