/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.socks;

import io.netwist.bridge.Reactor;
import io.netwist.bridge.endpoint.ClientEndpoint;
import io.netwist.bridge.endpoint.HostnameEndpoint;
import io.netwist.deferred.Deferred;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whom a proxy serves and how. Immutable; each {@code with} method returns a changed copy.
 *
 * @param allowed what is asked for each request; none but the requests it is true for are served
 * @param passwords checks names and passwords, or null when version 5 needs none. With it version 4, which has none, is
 *     refused
 * @param dial how a destination is reached
 * @param handshake how long a client may take until it has said what it wants
 * @param bindWait how long a BIND waits for its connection
 */
public record SocksRules(
        Predicate<SocksRequest> allowed,
        @Nullable Passwords passwords,
        Dial dial,
        Duration handshake,
        Duration bindWait) {

    /** Checks a name and a password. */
    @FunctionalInterface
    public interface Passwords {
        /**
         * Checks them.
         *
         * @param user the name
         * @param password the password
         * @return true if they belong together
         * @throws Exception as a failure of the Deferred; both refuse the client and are logged
         */
        Deferred<Boolean> check(String user, String password) throws Exception;
    }

    /** Says how to reach a destination. */
    @FunctionalInterface
    public interface Dial {
        /**
         * Makes the endpoint.
         *
         * @param reactor the proxy's
         * @param host a name or an IP literal
         * @param port 1 to 65535
         * @return used once
         */
        ClientEndpoint to(Reactor reactor, String host, int port);
    }

    /**
     * Serves everybody, everywhere: for a proxy that listens where only its users can reach it. 30 seconds for the
     * handshake, 2 minutes for a BIND.
     *
     * @return the start for the other methods
     */
    public static SocksRules open() {
        return new SocksRules(
                request -> true, null, HostnameEndpoint::new, Duration.ofSeconds(30), Duration.ofMinutes(2));
    }

    /**
     * The same for some requests only.
     *
     * @param allowed asked for each request
     * @return the changed copy
     */
    public SocksRules withAllowed(Predicate<SocksRequest> allowed) {
        return new SocksRules(allowed, passwords, dial, handshake, bindWait);
    }

    /**
     * The same for those who have a password.
     *
     * @param passwords checks it
     * @return the changed copy
     */
    public SocksRules withPasswords(Passwords passwords) {
        return new SocksRules(allowed, passwords, dial, handshake, bindWait);
    }

    /**
     * The same by another way out.
     *
     * @param dial makes an endpoint for each destination
     * @return the changed copy
     */
    public SocksRules withDial(Dial dial) {
        return new SocksRules(allowed, passwords, dial, handshake, bindWait);
    }

    /**
     * The same with another limit for the handshake.
     *
     * @param handshake more than zero
     * @return the changed copy
     */
    public SocksRules withHandshake(Duration handshake) {
        return new SocksRules(allowed, passwords, dial, handshake, bindWait);
    }

    /**
     * The same with another limit for BIND.
     *
     * @param bindWait more than zero
     * @return the changed copy
     */
    public SocksRules withBindWait(Duration bindWait) {
        return new SocksRules(allowed, passwords, dial, handshake, bindWait);
    }
}
