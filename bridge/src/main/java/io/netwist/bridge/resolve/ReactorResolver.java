/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.resolve;

import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.IpLiterals;
import io.netwist.bridge.error.HostNotFoundException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.DeferredTimeoutException;
import io.netwist.deferred.time.ReactorTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The resolver that a reactor has, and single addresses made of its answers. For whoever implements a reactor.
 *
 * <p>Threading: the reactor's thread. Source: {@code ReactorBase.installNameResolver}, {@code ComplexResolverSimplifier}.
 */
public final class ReactorResolver {

    private final ReactorTime time;
    private NameResolver resolver;

    /**
     * Makes one.
     *
     * @param time for limits
     * @param resolver the first
     */
    public ReactorResolver(ReactorTime time, NameResolver resolver) {
        this.time = time;
        this.resolver = resolver;
    }

    /**
     * Who is asked now.
     *
     * @return the resolver installed last
     */
    public NameResolver resolver() {
        return resolver;
    }

    /**
     * Has another one asked from now on.
     *
     * @param next the resolver
     * @return the one before
     */
    public NameResolver install(NameResolver next) {
        NameResolver previous = resolver;
        resolver = next;
        return previous;
    }

    /**
     * The first IPv4 address of a host: {@code reactor.resolve}.
     *
     * @param name the host; an empty name is every address of this machine
     * @param timeout how long to wait
     * @return an IPv4 literal, or failed with {@code HostNotFoundException}
     */
    public Deferred<String> resolve(String name, Duration timeout) {
        if (name.isEmpty()) {
            return Deferred.succeed("0.0.0.0");
        }
        if (IpLiterals.isIPAddress(name)) {
            return Deferred.succeed(name);
        }
        return first(new HostQuery(name, 0).withFamily(AddressFamily.IPV4))
                .addTimeout(timeout, time)
                .addErrback(DeferredTimeoutException.class, late -> {
                    throw new HostNotFoundException(name + " has no address: no answer within " + timeout, late);
                })
                .addCallback(Address::host);
    }

    /**
     * One address of a host: of several families the first IPv4 one, as in Twisted, whose connectors knew no other.
     *
     * @param query what is wanted
     * @return the address, or failed with {@code HostNotFoundException}, or with what the resolver threw; cancelling it gives
     *     the lookup up
     */
    public Deferred<Address> first(HostQuery query) {
        First first = new First(query);
        try {
            first.resolution = resolver.resolveHostName(first, query);
        } catch (Throwable e) {
            first.failed(e);
        }
        return first.result;
    }

    private static final class First implements ResolutionReceiver {
        private final HostQuery query;
        private @Nullable Resolution resolution;
        private @Nullable Address best;
        private final Deferred<Address> result = new Deferred<>(self -> stop());

        First(HostQuery query) {
            this.query = query;
        }

        private void stop() {
            if (resolution != null) {
                resolution.cancel();
            }
        }

        /** The resolver itself threw, which says nothing about the name. */
        private void failed(Throwable thrown) {
            if (!result.isCalled()) {
                result.errback(thrown);
            }
        }

        @Override
        public void resolutionBegan(Resolution began) {
            resolution = began;
        }

        @Override
        public void addressResolved(Address address) {
            if (best == null || (!IpLiterals.isIPAddress(best.host()) && IpLiterals.isIPAddress(address.host()))) {
                best = address;
            }
        }

        @Override
        public void resolutionComplete() {
            if (result.isCalled()) {
                return;
            }
            if (best == null) {
                result.errback(new HostNotFoundException(query.name() + " has no address", null));
            } else {
                result.callback(best);
            }
        }
    }
}
