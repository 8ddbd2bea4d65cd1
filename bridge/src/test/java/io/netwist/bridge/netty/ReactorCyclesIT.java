/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One JVM may make, run and stop any number of reactors. */
class ReactorCyclesIT {

    private static final int CYCLES = 1000;
    private static final int WARM_UP = 20;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Some threads of the JDK and of Netty come and go by themselves. */
    private static final int SLACK = 5;

    private static final class Greeter extends BaseProtocol {
        @Override
        public void connectionMade() {
            transport().write("word");
        }
    }

    /** Ends the reactor when it is greeted. */
    private static final class Once extends BaseProtocol {
        @Override
        public void dataReceived(ByteBuf data) {
            reactor().stop();
        }
    }

    private static void cycle(NettyTransport transport) {
        NettyReactor reactor = NettyReactor.builder().transport(transport).create();
        int port = reactor.listenTCP(0, Factory.forProtocol(Greeter::new), LOCAL)
                .getHost()
                .port();
        reactor.callWhenRunning(() -> {
            reactor.connectTCP("127.0.0.1", port, peer -> new Once());
            reactor.callLater(Duration.ofHours(1), () -> {});
        });
        reactor.run();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.count();
        }
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    @ParameterizedTest
    @MethodSource("io.netwist.bridge.netty.Loopback#transports")
    void leaveThreadsAndDescriptorsAsTheyWere(NettyTransport transport) throws Exception {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "skipped: there is no " + DESCRIPTORS);
        for (int i = 0; i < WARM_UP; i++) {
            cycle(transport);
        }
        long descriptors = descriptors();
        int threads = threads();
        for (int i = 0; i < CYCLES; i++) {
            cycle(transport);
        }
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors + SLACK);
        assertThat(threads()).isLessThanOrEqualTo(threads + SLACK);
    }
}
