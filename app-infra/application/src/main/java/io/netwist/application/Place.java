/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.UnixListenOptions;
import io.netwist.bridge.endpoint.Endpoints;
import io.netwist.deferred.Deferred;

/** Where a server listens, as a value: two servers with equal places cannot both listen. */
interface Place {

    /** Listens; cancelling the Deferred ends the attempt. */
    Deferred<ListeningPort> listen(Reactor reactor, Factory<?> factory) throws Exception;

    record Tcp(int port, ListenOptions options) implements Place {
        @Override
        public Deferred<ListeningPort> listen(Reactor reactor, Factory<?> factory) {
            return Deferred.succeed(reactor.listenTCP(port, factory, options));
        }
    }

    record Unix(String path, UnixListenOptions options) implements Place {
        @Override
        public Deferred<ListeningPort> listen(Reactor reactor, Factory<?> factory) {
            return Deferred.succeed(reactor.listenUNIX(path, factory, options));
        }
    }

    record Endpoint(String description) implements Place {
        @Override
        public Deferred<ListeningPort> listen(Reactor reactor, Factory<?> factory) throws Exception {
            return Endpoints.serverFromString(reactor, description).listen(factory);
        }
    }
}
