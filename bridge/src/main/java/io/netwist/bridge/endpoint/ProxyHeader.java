/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.address.Address;
import org.jspecify.annotations.Nullable;

/**
 * What a PROXY header says.
 *
 * @param source who connected to the proxy; null if the proxy speaks for itself
 * @param destination where to; null like the source
 */
record ProxyHeader(@Nullable Address source, @Nullable Address destination) {

    /** The proxy's own connection, or one of a kind that it cannot tell. */
    static final ProxyHeader UNKNOWN = new ProxyHeader(null, null);
}
