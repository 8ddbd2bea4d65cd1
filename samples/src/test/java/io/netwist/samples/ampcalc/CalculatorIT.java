/* SPDX-License-Identifier: MIT */
package io.netwist.samples.ampcalc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.samples.Sample;
import org.junit.jupiter.api.Test;

class CalculatorIT {

    @Test
    void addsAndDivides() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            String port = Integer.toString(reactor.listenTCP(0, new Calculator(), Sample.LOCAL)
                    .getHost()
                    .port());
            assertThat(reactor.runUntil(
                            reactor.deferToThread(
                                    () -> Sample.outputOf(() -> CalculatorClient.main(new String[] {port}))),
                            Sample.LIMIT))
                    .isEqualToNormalizingNewlines("13 + 81 = 94\n1 / 2 = 0.5\n1 / 0: division by zero\n");
        }
    }
}
