/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.tls;

import java.util.ArrayList;
import java.util.List;

/**
 * The versions of TLS, the oldest first. Source: {@code twisted.internet.ssl.TLSVersion}.
 *
 * <p>The first two are insecure (RFC 8996) and the JDK disables them by its security properties: a connection that may speak
 * nothing else fails.
 */
public enum TlsVersion {
    /** RFC 2246, insecure. */
    TLS_1_0("TLSv1"),
    /** RFC 4346, insecure. */
    TLS_1_1("TLSv1.1"),
    /** RFC 5246. */
    TLS_1_2("TLSv1.2"),
    /** RFC 8446. */
    TLS_1_3("TLSv1.3");

    private final String protocol;

    TlsVersion(String protocol) {
        this.protocol = protocol;
    }

    /**
     * The name that the JDK knows it by.
     *
     * @return for example {@code TLSv1.3}
     */
    public String protocol() {
        return protocol;
    }

    /** The names of all from one to another. */
    static List<String> protocols(TlsVersion from, TlsVersion to) {
        List<String> names = new ArrayList<>();
        for (TlsVersion each : values()) {
            if (each.compareTo(from) >= 0 && each.compareTo(to) <= 0) {
                names.add(each.protocol);
            }
        }
        return names;
    }
}
