/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.netwist.deferred.testing.Spec;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The doubles keep the contracts that the real reactor and its transports keep. */
@Spec({"TST-015", "TST-022"})
class MemoryContractTest {

    @TestFactory
    Stream<DynamicTest> keepsTheReactorContract() {
        return ReactorContract.checks(MemoryReactor::new).stream()
                .map(each -> dynamicTest(each.name(), each.body()::run));
    }

    @TestFactory
    Stream<DynamicTest> keepsTheTransportContract() {
        return TransportContract.checks(MemoryReactor::new, (reactor, server, client) -> {
                    int port = reactor.listenTCP(0, peer -> server).getHost().port();
                    reactor.connectTCP("127.0.0.1", port, peer -> client);
                })
                .stream()
                .map(each -> dynamicTest(each.name(), each.body()::run));
    }
}
