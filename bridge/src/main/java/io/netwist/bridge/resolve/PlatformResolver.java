/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.resolve;

import io.netwist.bridge.address.IpLiterals;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operating system's addresses, by the JDK, on threads that may block. */
final class PlatformResolver implements NameResolver {

    private static final Logger LOG = LoggerFactory.getLogger(NameResolver.class);

    private final BlockingLookups threads;

    PlatformResolver(BlockingLookups threads) {
        this.threads = threads;
    }

    @Override
    public Resolution resolveHostName(ResolutionReceiver receiver, HostQuery query) {
        Lookup lookup = new Lookup(query, receiver);
        receiver.resolutionBegan(lookup);
        lookup.begin();
        return lookup;
    }

    /** One lookup; cancelled, it ignores what the thread still finds. */
    private final class Lookup implements Resolution {
        private final HostQuery query;
        private final ResolutionReceiver receiver;
        private @Nullable Deferred<List<InetAddress>> looking;
        private boolean over;

        Lookup(HostQuery query, ResolutionReceiver receiver) {
            this.query = query;
            this.receiver = receiver;
        }

        void begin() {
            if (over) {
                return;
            }
            if (IpLiterals.isLiteral(query.name())) {
                found(literal(query.name()));
                return;
            }
            String name;
            try {
                name = HostNames.toAscii(query.name());
            } catch (IllegalArgumentException e) {
                LOG.debug("no lookup: {}", e.getMessage());
                found(List.of());
                return;
            }
            looking = threads.deferToThread(() -> List.of(InetAddress.getAllByName(name)));
            looking.addErrback(UnknownHostException.class, unknown -> List.of()).consume(this::found, failure -> {
                if (!failure.is(CancelledException.class)) {
                    LOG.error("looking up {} failed", name, failure.value());
                }
                found(List.of());
            });
        }

        private List<InetAddress> literal(String host) {
            try {
                return List.of(InetAddress.getByName(host));
            } catch (UnknownHostException e) {
                // A scope that this machine does not have.
                return List.of();
            }
        }

        private void found(List<InetAddress> addresses) {
            for (InetAddress each : addresses) {
                if (!over && query.accepts(each)) {
                    receiver.addressResolved(query.answer(each));
                }
            }
            if (!over) {
                over = true;
                receiver.resolutionComplete();
            }
        }

        @Override
        public String name() {
            return query.name();
        }

        @Override
        public void cancel() {
            over = true;
            if (looking != null) {
                looking.cancel();
            }
        }
    }
}
