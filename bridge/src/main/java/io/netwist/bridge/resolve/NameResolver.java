/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.resolve;

/**
 * Finds the addresses of hosts. Implement me and install it by {@code reactor.installNameResolver}.
 *
 * <p>Contract: the receiver is told {@code resolutionBegan} once, possibly before {@link #resolveHostName} returns, then
 * {@code addressResolved} for each address, then {@code resolutionComplete} once, all on the reactor's thread. A name that
 * has no address, and a failure to look it up, is a completion without an address.
 *
 * <p>Source: {@code twisted.internet.interfaces.IHostnameResolver}.
 */
@FunctionalInterface
public interface NameResolver {

    /**
     * Looks up a name. Must not block.
     *
     * @param receiver told of the addresses, best first
     * @param query what is wanted
     * @return the lookup under way
     */
    Resolution resolveHostName(ResolutionReceiver receiver, HostQuery query);

    /**
     * A resolver that asks the operating system by the JDK, on threads where that may block, and keeps its order. An IP
     * literal is its own address and needs no thread.
     *
     * @param threads runs the blocking calls
     * @return the resolver that reactors have until another one is installed
     */
    static NameResolver ofPlatform(BlockingLookups threads) {
        return new PlatformResolver(threads);
    }

    /**
     * Makes a full resolver of one that knows a single IPv4 address for a name.
     *
     * @param simple may fail, which is the same as no address
     * @return the resolver
     */
    static NameResolver of(SimpleResolver simple) {
        return new SingleAddressResolver(simple);
    }
}
