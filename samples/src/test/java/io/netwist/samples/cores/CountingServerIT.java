/* SPDX-License-Identifier: MIT */
package io.netwist.samples.cores;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.netty.GroupPort;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.netty.ReactorGroup;
import io.netwist.samples.Sample;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CountingServerIT {

    private static String visit(int port) throws Exception {
        try (Socket client = Sample.socket(port)) {
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void eachReactorCountsItsOwnAndAllTogether() throws Exception {
        try (ReactorGroup group = ReactorGroup.of(3, NettyReactor.builder().name("core"))) {
            CountingServer.Total total =
                    new CountingServer.Total(group.reactors().get(0));
            GroupPort port = group.listenTCP(0, reactor -> new CountingServer(total), Sample.LOCAL);
            List<String> told = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                told.add(visit(port.getHost().port()).trim());
            }
            assertThat(told)
                    .containsExactly(
                            "visit 1 of core-1, 1 of all",
                            "visit 1 of core-2, 2 of all",
                            "visit 1 of core-3, 3 of all",
                            "visit 2 of core-1, 4 of all",
                            "visit 2 of core-2, 5 of all",
                            "visit 2 of core-3, 6 of all");
        }
    }

    @Test
    void servesUntilItIsAskedToEnd() throws Exception {
        Process server = Sample.start(CountingServer.class, "0");
        try {
            assertThat(visit(Sample.portIn(server, "listening on"))).isEqualTo("visit 1 of core-1, 1 of all\r\n");
        } finally {
            server.destroy();
        }
        assertThat(server.waitFor(Sample.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).as("a server asked to end ends in order").isIn(0, 143);
    }
}
