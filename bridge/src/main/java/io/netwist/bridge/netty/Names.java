/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.IpLiterals;
import io.netwist.bridge.error.HostNotFoundException;
import io.netwist.bridge.resolve.AddressFamily;
import io.netwist.bridge.resolve.HostQuery;
import io.netwist.bridge.resolve.NameResolver;
import io.netwist.bridge.resolve.Resolution;
import io.netwist.bridge.resolve.ResolutionReceiver;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.DeferredTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A reactor's resolver, and one address of a host made of it. */
final class Names {

    private final EventLoopReactor reactor;
    private NameResolver resolver;

    Names(EventLoopReactor reactor) {
        this.reactor = reactor;
        this.resolver = NameResolver.ofPlatform(reactor::deferToThread);
    }

    NameResolver resolver() {
        return resolver;
    }

    NameResolver install(NameResolver next) {
        NameResolver previous = resolver;
        resolver = next;
        return previous;
    }

    Deferred<String> resolve(String name, Duration timeout) {
        if (name.isEmpty()) {
            return Deferred.succeed("0.0.0.0");
        }
        if (IpLiterals.isIPAddress(name)) {
            return Deferred.succeed(name);
        }
        return first(new HostQuery(name, 0).withFamily(AddressFamily.IPV4))
                .addTimeout(timeout, reactor)
                .addErrback(DeferredTimeoutException.class, late -> {
                    throw new HostNotFoundException(name + " has no address: no answer within " + timeout, late);
                })
                .addCallback(Address::host);
    }

    /** One address; of several families the first IPv4 one, as in Twisted, whose connectors knew no other. */
    Deferred<Address> first(HostQuery query) {
        First first = new First(query);
        Resolution resolution = resolver.resolveHostName(first, query);
        first.resolution = resolution;
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
