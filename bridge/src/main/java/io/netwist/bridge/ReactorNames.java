/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netwist.bridge.resolve.NameResolver;
import io.netwist.bridge.resolve.SimpleResolver;
import io.netwist.deferred.Deferred;
import java.time.Duration;

/** The names of hosts. Source: {@code IReactorPluggableNameResolver} and {@code IReactorPluggableResolver}. */
public interface ReactorNames {

    /**
     * What finds the addresses of hosts for this reactor's connectors and endpoints.
     *
     * @return asks the operating system, on the reactor's threads for blocking calls, until another one is installed
     */
    NameResolver nameResolver();

    /**
     * Has another resolver asked from now on.
     *
     * @param resolver calls its receivers on this reactor's thread
     * @return the one that was asked until now
     */
    NameResolver installNameResolver(NameResolver resolver);

    /**
     * Has a resolver that knows one IPv4 address for a name asked from now on.
     *
     * @param resolver answers on this reactor's thread
     * @return the full resolver that was asked until now
     */
    default NameResolver installResolver(SimpleResolver resolver) {
        return installNameResolver(NameResolver.of(resolver));
    }

    /**
     * The first IPv4 address of a host, within 60 seconds.
     *
     * @param name the host
     * @return as {@link #resolve(String, Duration)}
     */
    default Deferred<String> resolve(String name) {
        return resolve(name, Duration.ofSeconds(60));
    }

    /**
     * The first IPv4 address of a host.
     *
     * @param name the host; an empty name is every address of this machine, an IPv4 literal is itself
     * @param timeout how long to wait
     * @return an IPv4 literal, or failed with {@code HostNotFoundException}; cancelling it gives the lookup up
     */
    Deferred<String> resolve(String name, Duration timeout);
}
