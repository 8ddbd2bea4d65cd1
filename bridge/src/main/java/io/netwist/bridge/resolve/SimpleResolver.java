/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.resolve;

import io.netwist.deferred.Deferred;
import java.time.Duration;

/** Finds one IPv4 address of a host. Source: {@code twisted.internet.interfaces.IResolverSimple}. */
@FunctionalInterface
public interface SimpleResolver {

    /**
     * Looks up a name. Must not block.
     *
     * @param name the host
     * @param timeout how long it may take
     * @return an IPv4 literal, or a failure, {@code HostNotFoundException} if there is none
     */
    Deferred<String> getHostByName(String name, Duration timeout);
}
