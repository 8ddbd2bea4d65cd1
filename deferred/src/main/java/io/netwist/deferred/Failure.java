/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.PrintWriter;
import java.io.Serial;
import java.io.Serializable;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An exception on its way along a chain of callbacks: what errbacks and {@code connectionLost} are given.
 *
 * <p>A Failure never changes the exception it holds. Two Failures are equal only when they are the same object, also
 * when they hold the same exception.
 *
 * <p>A Failure can be serialised: with the exception if that can be, else with a {@link CopiedException} in its place.
 *
 * <p><b>Threading</b>: a Failure may be handed to any thread.
 *
 * <p><b>Source</b>: {@code twisted.python.failure.Failure}.
 */
public final class Failure extends Special implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Throwable value;

    /** Whether it was serialised on its way here. */
    private final boolean copy;

    private static @Nullable Consumer<? super Failure> created;

    /** The serial number, or 0 until somebody asks for it. */
    private long number;

    /** One coroutine that awaited the failure, the one that did so before it, and how many there are in all. */
    private record Awaited(
            List<StackTraceElement> frames, @Nullable Awaited before, int count) {
        /** Beyond so many, they only cost memory. */
        static final int LIMIT = 100;
    }

    /** The coroutines that awaited it; null for most. */
    private final transient @Nullable Awaited awaited;

    private Failure(Throwable value, @Nullable Awaited awaited, boolean copy) {
        this.value = value;
        this.awaited = awaited;
        this.copy = copy;
    }

    /** How much a trace tells. */
    public enum Detail {
        /** The trace as the JVM prints it, with causes and suppressed exceptions. */
        DEFAULT,
        /** One line with the type and the message, then one line per frame. */
        BRIEF,
        /** The default trace between two lines that name the Failure's {@link #number()}. */
        VERBOSE
    }

    /**
     * Wraps an exception. The exception of {@link #propagate()} gives back the Failure that it came from; no other
     * exception is unwrapped.
     *
     * @param value the exception
     * @return a Failure that holds it
     */
    public static Failure of(Throwable value) {
        if (value instanceof FailureCarrier carrier) {
            return carrier.failure;
        }
        Failure failure = new Failure(Objects.requireNonNull(value, "value"), null, false);
        Consumer<? super Failure> hook = created;
        if (hook != null) {
            hook.accept(failure);
        }
        return failure;
    }

    /**
     * Gives the exception.
     *
     * @return the very object that was thrown
     */
    public Throwable value() {
        return value;
    }

    /**
     * Tells whether the exception is of one of the types.
     *
     * @param types exception types
     * @return whether it is an instance of any
     */
    @SafeVarargs
    public final boolean is(Class<? extends Throwable>... types) {
        return check(types) != null;
    }

    /**
     * Finds out which of the types the exception is of.
     *
     * @param types exception types
     * @return the first listed type that the exception is an instance of, or null
     */
    @SafeVarargs
    public final @Nullable Class<? extends Throwable> check(Class<? extends Throwable>... types) {
        for (Class<? extends Throwable> type : types) {
            if (type.isInstance(value)) {
                return type;
            }
        }
        return null;
    }

    /**
     * Like {@link #check(Class...)} for types known only by name, as in an error that another program reported.
     *
     * @param typeNames fully qualified class names
     * @return the first listed name that the exception's class or one of its ancestors has, or null
     */
    public @Nullable String check(String... typeNames) {
        for (String name : typeNames) {
            if (ancestors().contains(name)) {
                return name;
            }
        }
        return null;
    }

    /**
     * Gives the names of the exception's class and of all classes above it, or those that a {@link CopiedException} knows
     * of.
     *
     * @return qualified names, the exception's class first
     */
    public List<String> ancestors() {
        if (value instanceof CopiedException copied) {
            return copied.ancestors();
        }
        List<String> names = new ArrayList<>();
        for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
            names.add(type.getName());
        }
        return Collections.unmodifiableList(names);
    }

    /**
     * Gives the exception if it is of the type.
     *
     * @param <X> the type
     * @param type the type
     * @return the exception, or empty
     */
    public <X extends Throwable> Optional<X> as(Class<X> type) {
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }

    /**
     * Lets only the given types through: as the first statement of an errback it makes a catch clause of it.
     *
     * @param types exception types
     * @return the exception, which is an instance of one of them
     */
    @SafeVarargs
    public final Throwable trap(Class<? extends Throwable>... types) {
        if (check(types) == null) {
            throw sneak(value);
        }
        return value;
    }

    /**
     * Keeps the chain on the error side: {@code throw failure.propagate();} makes the next errback see this very
     * Failure.
     *
     * @return an exception that costs nothing and is understood by the chain
     */
    public RuntimeException propagate() {
        return new FailureCarrier(this);
    }

    /**
     * Throws the exception again.
     *
     * @throws Exception always: the very exception that this holds
     */
    public void raiseException() throws Exception {
        throw sneak(value);
    }

    /**
     * Gives the exception's message. It never throws, even if the exception does when asked.
     *
     * @return the message, or the name of the exception's class when it has none
     */
    public String getErrorMessage() {
        try {
            String message = value.getMessage();
            return message == null ? value.getClass().getName() : message;
        } catch (Throwable hostile) {
            return value.getClass().getName() + " (getMessage failed)";
        }
    }

    /**
     * Gives the exception's trace, with its causes and suppressed exceptions. It never throws.
     *
     * @return several lines, as {@link Throwable#printStackTrace()} would print them
     */
    public String getTraceback() {
        StringWriter text = new StringWriter();
        try {
            value.printStackTrace(new PrintWriter(text, true));
        } catch (Throwable hostile) {
            text.append(value.getClass().getName()).append(" (printStackTrace failed)");
        }
        for (StackTraceElement frame : awaiting()) {
            text.append("\tawaited at ").append(frame.toString()).append(System.lineSeparator());
        }
        return text.toString();
    }

    /**
     * Gives the trace in a few words: one line with the type and the message, then one line per frame.
     *
     * @return the lines
     */
    public String getBriefTraceback() {
        StringBuilder text = new StringBuilder(value.getClass().getName())
                .append(": ")
                .append(getErrorMessage())
                .append(System.lineSeparator());
        for (StackTraceElement frame : frames()) {
            text.append(frame.getFileName())
                    .append(':')
                    .append(frame.getLineNumber())
                    .append(':')
                    .append(frame.getMethodName())
                    .append(System.lineSeparator());
        }
        return text.toString();
    }

    /**
     * Gives the trace in as many words as are asked for. It never throws.
     *
     * @param detail how much
     * @return several lines
     */
    public String getTraceback(Detail detail) {
        return switch (detail) {
            case DEFAULT -> getTraceback();
            case BRIEF -> getBriefTraceback();
            case VERBOSE -> {
                String line = System.lineSeparator();
                yield "--- Failure " + number() + (copy ? " (copied)" : "") + " (variables are not recorded)" + line
                        + getTraceback() + "--- end of Failure " + number() + line;
            }
        };
    }

    /**
     * Prints the trace. It never throws.
     *
     * @param out where to
     */
    public void printTraceback(PrintWriter out) {
        out.print(getTraceback());
        out.flush();
    }

    /**
     * Has a function called for each new Failure, with a breakpoint in it for example. It is for debugging.
     *
     * @param hook called on whatever thread makes a Failure; null for none
     */
    public static void onCreate(@Nullable Consumer<? super Failure> hook) {
        created = hook;
    }

    /**
     * Gives the frames of the exception and after them those of the coroutines that awaited it: where it was thrown, and
     * who was waiting for that. The exception itself is not changed.
     *
     * @return the frames, innermost first
     */
    public List<StackTraceElement> frames() {
        List<StackTraceElement> frames = new ArrayList<>(Arrays.asList(value.getStackTrace()));
        frames.addAll(awaiting());
        return Collections.unmodifiableList(frames);
    }

    /** Only the frames of coroutines that awaited it, the nearest first. */
    List<StackTraceElement> awaiting() {
        Deque<StackTraceElement> frames = new ArrayDeque<>();
        for (Awaited at = awaited; at != null; at = at.before) {
            for (int i = at.frames.size() - 1; i >= 0; i--) {
                frames.addFirst(at.frames.get(i));
            }
        }
        return List.copyOf(frames);
    }

    /** The same exception, awaited at some more frames. */
    Failure awaitedAt(Supplier<List<StackTraceElement>> frames) {
        int count = awaited == null ? 1 : awaited.count + 1;
        return count > Awaited.LIMIT ? this : new Failure(value, new Awaited(frames.get(), awaited, count), copy);
    }

    /** What a serialised Failure becomes. */
    static Failure copied(Throwable value, StackTraceElement[] awaiting) {
        Awaited awaited = awaiting.length == 0 ? null : new Awaited(List.of(awaiting), null, 1);
        return new Failure(Objects.requireNonNull(value, "value"), awaited, true);
    }

    /**
     * Tells whether this has been serialised on its way here.
     *
     * @return whether {@link #value()} is a copy of the exception that was thrown
     */
    public boolean isCopy() {
        return copy;
    }

    @Serial
    private Object writeReplace() {
        return new FailureCopy(this);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a Failure is serialised as something else; this stream was forged");
    }

    /**
     * Gives a number that no other Failure of this process has.
     *
     * @return the number, counted in the order in which numbers were asked for
     */
    public synchronized long number() {
        if (number == 0) {
            number = NUMBERS.incrementAndGet();
        }
        return number;
    }

    /** The type and the message. */
    @Override
    public String toString() {
        return "Failure[" + value.getClass().getName() + ": " + getErrorMessage() + "]";
    }

    /** The text of any object; it never throws. */
    static String text(@Nullable Object object) {
        try {
            return String.valueOf(object);
        } catch (Throwable hostile) {
            return (object == null ? "null" : object.getClass().getName()) + " (toString failed)";
        }
    }

    /** Throws anything past the compiler: {@code throw sneak(t)}. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <X extends Throwable> RuntimeException sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
