/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netwist.bridge.tls.TlsOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The contexts of one reactor, so that connections with equal options share one: making one reads files, and a client's
 * sessions are resumed only within one.
 */
final class TlsContexts {

    /** More than anybody needs at a time; those unused for the longest are forgotten. */
    private static final int MOST = 64;

    private final LongSupplier clock;

    private final Map<Key, TlsContext> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, TlsContext> eldest) {
            return size() > MOST;
        }
    };

    private record Key(boolean client, TlsOptions options, List<String> protocols) {}

    TlsContexts(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * The context of options and what is offered by ALPN.
     *
     * @throws IllegalArgumentException if the options or their files cannot be used
     */
    TlsContext of(boolean client, TlsOptions options, List<String> protocols) {
        // Whom a client expects, and how long it waits, is the single connection's affair.
        TlsOptions shared = options.withHandshakeTimeout(Duration.ZERO).withoutHostname();
        Key key = new Key(client, shared, protocols);
        TlsContext context = known.get(key);
        if (context == null) {
            context = new TlsContext(client, shared, protocols, clock);
            known.put(key, context);
        }
        return context;
    }
}
