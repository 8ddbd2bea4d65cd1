/* SPDX-License-Identifier: MIT */
package io.netwist.samples.ampcalc;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.protocols.remote.amp.Amp;
import io.netwist.protocols.remote.amp.Command;
import io.netwist.protocols.remote.amp.Responders;

/** Adds and divides for programs in any language that speaks AMP. */
public final class Calculator implements Factory<Amp> {

    /** Two numbers, and what they are together. */
    record Sum(int a, int b) implements Command<Sum.Result> {
        record Result(int total) {}
    }

    /** Two numbers, and how often one is in the other; zero is in none, and the caller hears so by an error of its own. */
    @Command.Raises(value = ArithmeticException.class, code = "ZERO_DIVISION")
    record Divide(int numerator, int denominator) implements Command<Divide.Result> {
        record Result(double result) {}
    }

    private final Responders responders =
            new Responders().add(Sum.class, Calculator::sum).add(Divide.class, Calculator::divide);

    /** There is nothing to set. */
    public Calculator() {}

    private static Sum.Result sum(Sum sum) {
        return new Sum.Result(Math.addExact(sum.a(), sum.b()));
    }

    private static Divide.Result divide(Divide divide) {
        if (divide.denominator() == 0) {
            throw new ArithmeticException("division by zero");
        }
        return new Divide.Result((double) divide.numerator() / divide.denominator());
    }

    @Override
    public Amp buildProtocol(Address peer) {
        return new Amp(responders);
    }

    /**
     * Serves this machine.
     *
     * @param arguments the port; 1234 if there is none
     */
    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1234;
        NettyReactor reactor = NettyReactor.create();
        reactor.listenTCP(port, new Calculator(), ListenOptions.defaults().withInterface("127.0.0.1"));
        reactor.run();
    }
}
