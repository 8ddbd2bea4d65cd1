/* SPDX-License-Identifier: MIT */
package io.netwist.samples.ampcalc;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.protocols.remote.amp.Amp;
import io.netwist.samples.ampcalc.Calculator.Divide;
import io.netwist.samples.ampcalc.Calculator.Sum;
import java.time.Duration;

/** Has a sum and two quotients worked out elsewhere, all over one connection. */
public final class CalculatorClient extends Amp {

    private final Deferred<CalculatorClient> connected = new Deferred<>();

    private CalculatorClient() {}

    @Override
    public void connectionMade() throws Exception {
        super.connectionMade();
        connected.callback(this);
    }

    private static Deferred<String> quotient(Amp amp, int numerator, int denominator) {
        return amp.callRemote(new Divide(numerator, denominator))
                .addCallback(answer -> numerator + " / " + denominator + " = " + answer.result())
                .addErrback(
                        ArithmeticException.class,
                        error -> numerator + " / " + denominator + ": " + error.getMessage());
    }

    /**
     * Calls.
     *
     * @param arguments the port on this machine; 1234 if there is none
     * @throws Exception if there is no connection, or no answer
     */
    public static void main(String[] arguments) throws Exception {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1234;
        Duration limit = Duration.ofSeconds(10);
        try (NettyReactor reactor = NettyReactor.create()) {
            CalculatorClient client = new CalculatorClient();
            reactor.connectTCP("127.0.0.1", port, peer -> client);
            Amp amp = reactor.runUntil(client.connected, limit);
            Deferred<Sum.Result> sum = amp.callRemote(new Sum(13, 81));
            Deferred<String> half = quotient(amp, 1, 2);
            Deferred<String> nothing = quotient(amp, 1, 0);
            System.out.println("13 + 81 = " + reactor.runUntil(sum, limit).total());
            System.out.println(reactor.runUntil(half, limit));
            System.out.println(reactor.runUntil(nothing, limit));
        }
    }
}
