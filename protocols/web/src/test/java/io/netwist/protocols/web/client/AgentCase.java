/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with an agent of its own, on a reactor of its own. */
abstract class AgentCase {

    static final Duration LIMIT = Duration.ofSeconds(20);

    NettyReactor reactor;
    Agent agent;

    @BeforeEach
    void open() {
        reactor = NettyReactor.create();
        agent = new Agent(reactor);
    }

    @AfterEach
    void close() {
        reactor.close();
    }

    final <T> T wait(Deferred<T> result) throws Exception {
        return reactor.runUntil(result, LIMIT);
    }
}
