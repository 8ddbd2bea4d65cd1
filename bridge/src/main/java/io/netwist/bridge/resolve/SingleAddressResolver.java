/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.resolve;

import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.address.UdpAddress;
import io.netwist.bridge.error.HostNotFoundException;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.DeferredTimeoutException;
import io.netwist.deferred.Deferreds;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A full resolver's face for a simple one. Source: {@code SimpleResolverComplexifier}. */
final class SingleAddressResolver implements NameResolver {

    private static final Logger LOG = LoggerFactory.getLogger(NameResolver.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final SimpleResolver simple;

    SingleAddressResolver(SimpleResolver simple) {
        this.simple = simple;
    }

    @Override
    public Resolution resolveHostName(ResolutionReceiver receiver, HostQuery query) {
        Lookup lookup = new Lookup(receiver, query);
        receiver.resolutionBegan(lookup);
        lookup.begin();
        return lookup;
    }

    private final class Lookup implements Resolution {
        private final ResolutionReceiver receiver;
        private final HostQuery query;
        private Deferred<String> looking = new Deferred<>();
        private boolean over;

        Lookup(ResolutionReceiver receiver, HostQuery query) {
            this.receiver = receiver;
            this.query = query;
        }

        void begin() {
            if (over) {
                return;
            }
            looking = query.family() == AddressFamily.IPV6
                    ? Deferred.succeed("")
                    : Deferreds.maybeDeferring(() -> simple.getHostByName(query.name(), TIMEOUT));
            looking.consume(this::found, failure -> {
                if (failure.is(HostNotFoundException.class, DeferredTimeoutException.class)) {
                    LOG.debug("no address of {}: {}", query.name(), failure.getErrorMessage());
                } else if (!failure.is(CancelledException.class)) {
                    LOG.error("looking up {} failed", query.name(), failure.value());
                }
                found("");
            });
        }

        private void found(String host) {
            if (over) {
                return;
            }
            over = true;
            if (!host.isEmpty()) {
                receiver.addressResolved(
                        query.datagrams() ? new UdpAddress(host, query.port()) : new TcpAddress(host, query.port()));
            }
            receiver.resolutionComplete();
        }

        @Override
        public String name() {
            return query.name();
        }

        @Override
        public void cancel() {
            over = true;
            looking.cancel();
        }
    }
}
