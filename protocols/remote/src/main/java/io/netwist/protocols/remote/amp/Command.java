/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/**
 * A command: a record whose components are the arguments, in the types that {@link Argument} lists. It names the record
 * of its result, or Void if the answer carries no values.
 *
 * <pre>{@code
 * @Command.Raises(value = ArithmeticException.class, code = "ZERO_DIVISION")
 * record Divide(int numerator, int denominator) implements Command<Divide.Result> {
 *     record Result(double result) {}
 * }
 * }</pre>
 *
 * <p>An argument whose type is marked {@code @Nullable} is optional: null is not sent, and what is missing is null.
 *
 * <p><b>Source</b>: {@code twisted.protocols.amp.Command}.
 *
 * @param <R> the record of the result, or Void
 */
public interface Command<R extends @Nullable Object> {

    /** The name on the wire, where that is not the simple name of the class. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Name {
        /**
         * The name.
         *
         * @return characters below 256
         */
        String value();
    }

    /** The name of an argument on the wire, where that is not the name of the component: {@code @Command.Key("public-key")}. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
    @interface Key {
        /**
         * The name.
         *
         * @return 1 to 255 characters below 256
         */
        String value();
    }

    /** How an argument of a type of one's own is sent. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
    @interface As {
        /**
         * The class; it has a constructor without parameters.
         *
         * @return how
         */
        Class<? extends Argument<?>> value();
    }

    /**
     * An error that the responder may report. At the caller it becomes an exception of the same class, made by its
     * constructor with one String, the description.
     */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @Repeatable(Errors.class)
    @interface Raises {
        /**
         * The exception; subclasses are reported with the same code.
         *
         * @return its class
         */
        Class<? extends Throwable> value();

        /**
         * The name of the error on the wire.
         *
         * @return characters below 256
         */
        String code();

        /**
         * Whether the connection ends with it.
         *
         * @return false unless said otherwise
         */
        boolean fatal() default false;
    }

    /** Several errors. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Errors {
        /**
         * The errors.
         *
         * @return in the order in which they are tried
         */
        Raises[] value();
    }

    /** The caller wants no answer, and learns of no error. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface NoAnswer {}

    /** The connection ends when the answer has been sent: Twisted's {@code QuitBox}. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Quits {}
}
