/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

/** A proxy has not opened a tunnel. Nothing was sent to the server. */
public final class ProxyFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    ProxyFailed(HttpProxy proxy, String place, String why) {
        super("the proxy " + proxy + " opened no tunnel to " + place + ": " + why, null, false, false);
    }
}
