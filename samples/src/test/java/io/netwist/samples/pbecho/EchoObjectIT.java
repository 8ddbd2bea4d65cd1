/* SPDX-License-Identifier: MIT */
package io.netwist.samples.pbecho;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.protocols.remote.pb.PBServerFactory;
import io.netwist.samples.Sample;
import org.junit.jupiter.api.Test;

class EchoObjectIT {

    @Test
    void theClientHearsWhatItSaid() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            String port = Integer.toString(reactor.listenTCP(0, new PBServerFactory(new EchoObject()), Sample.LOCAL)
                    .getHost()
                    .port());
            assertThat(reactor.runUntil(
                            reactor.deferToThread(
                                    () -> Sample.outputOf(() -> EchoObjectClient.main(new String[] {port}))),
                            Sample.LIMIT))
                    .isEqualToNormalizingNewlines("echoing: hello network\nserver echoed: hello network\n");
        }
    }
}
