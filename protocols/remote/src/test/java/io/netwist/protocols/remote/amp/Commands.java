/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The commands that the captured sessions are made of. */
final class Commands {
    private Commands() {}

    record Sum(int a, int b) implements Command<Sum.Result> {
        record Result(int total) {}
    }

    @Command.Raises(value = ArithmeticException.class, code = "ZERO_DIVISION")
    record Divide(int numerator, int denominator) implements Command<Divide.Result> {
        record Result(double result) {}
    }

    @Command.NoAnswer
    record Note(String text) implements Command<Void> {}

    record Row(int x, String y) {}

    record Types(
            BigInteger i,
            ByteBuffer s,
            double fl,
            boolean b,
            String u,
            Path p,
            List<Integer> li,
            List<Row> al,
            Decimal d,
            OffsetDateTime dt,
            @Command.Key("dash-arg") String dash,
            String print,
            @Nullable Integer opt)
            implements Command<Types.Result> {
        record Result(boolean ok) {}
    }

    @Command.Name("Missing-Command")
    record Missing() implements Command<Void> {}

    /** Errors that several commands share. */
    @Command.Raises(value = IllegalStateException.class, code = "FATAL", fatal = true)
    interface MayDie {}

    record Fatal() implements Command<Void>, MayDie {}

    record Boom() implements Command<Void> {}

    @Command.Quits
    record Bye() implements Command<Bye.Result> {
        record Result(String goodbye) {}
    }

    record Badret() implements Command<Sum.Result> {}

    @Command.Name("Switch-Proto")
    @Command.Raises(value = NoSuchElementException.class, code = "NOPE")
    record Switch(String name) implements Command<Void> {}

    static Responders responders() {
        return new Responders()
                .add(Sum.class, sum -> new Sum.Result(sum.a() + sum.b()))
                .add(Divide.class, divide -> {
                    if (divide.denominator() == 0) {
                        throw new ArithmeticException("division by zero");
                    }
                    return new Divide.Result((double) divide.numerator() / divide.denominator());
                })
                .add(Note.class, note -> null)
                .add(Types.class, types -> new Types.Result(true))
                .add(Fatal.class, fatal -> {
                    throw new IllegalStateException("bye now");
                })
                .add(Boom.class, boom -> {
                    throw new IllegalArgumentException("a secret");
                })
                .add(Bye.class, bye -> new Bye.Result("everyone"))
                .add(Badret.class, bad -> null)
                .addBoxes("raw", box -> new Box().put("pong", "1"));
    }
}
