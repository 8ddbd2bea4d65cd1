/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import io.netwist.deferred.Failure;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a class of commands says about itself.
 *
 * @param <C> the command
 * @param <R> its result
 */
final class CommandType<C, R extends @Nullable Object> {
    private static final ClassValue<CommandType<?, ?>> KNOWN = new ClassValue<>() {
        @Override
        protected CommandType<?, ?> computeValue(Class<?> type) {
            return new CommandType<>(type);
        }
    };

    private final String name;
    private final RecordCodec<C> arguments;

    /** Null when the answer carries no values. */
    private final @Nullable RecordCodec<R> result;

    private final List<Command.Raises> errors = new ArrayList<>();
    private final boolean requiresAnswer;
    private final boolean quits;

    private CommandType(Class<C> type) {
        Command.Name given = type.getAnnotation(Command.Name.class);
        name = given == null ? type.getSimpleName() : given.value();
        arguments = RecordCodec.of(type);
        result = result(type);
        requiresAnswer = !type.isAnnotationPresent(Command.NoAnswer.class);
        quits = type.isAnnotationPresent(Command.Quits.class);
        collectErrors(type);
    }

    @SuppressWarnings("unchecked")
    static <C, R extends @Nullable Object> CommandType<C, R> of(Class<C> type) {
        return (CommandType<C, R>) KNOWN.get(type);
    }

    /** A record inherits from interfaces only: errors that several commands share stand there. */
    private void collectErrors(Class<?> type) {
        errors.addAll(List.of(type.getAnnotationsByType(Command.Raises.class)));
        for (Class<?> parent : type.getInterfaces()) {
            collectErrors(parent);
        }
    }

    @SuppressWarnings("unchecked")
    private static <R> @Nullable RecordCodec<R> result(Class<?> type) {
        Type result = resultType(type);
        if (result instanceof Class<?> record && record.isRecord()) {
            return (RecordCodec<R>) RecordCodec.of(record);
        }
        if (result == Void.class) {
            return null;
        }
        throw new IllegalArgumentException(type.getName() + " is a command with a result of type " + result
                + " (expected: Command<a record> or Command<Void>, among its own interfaces)");
    }

    private static @Nullable Type resultType(Class<?> type) {
        for (Type parent : type.getGenericInterfaces()) {
            if (parent instanceof ParameterizedType generic && generic.getRawType() == Command.class) {
                return generic.getActualTypeArguments()[0];
            }
        }
        return null;
    }

    String name() {
        return name;
    }

    boolean requiresAnswer() {
        return requiresAnswer;
    }

    boolean quits() {
        return quits;
    }

    Box request(C command, Amp amp) {
        return arguments.box(command, amp);
    }

    C command(Box request, Amp amp) {
        return arguments.value(request, amp);
    }

    @Nullable
    R result(@Nullable Box answer, Amp amp) {
        return result == null || answer == null ? null : result.value(answer, amp);
    }

    Box answer(@Nullable R value, Amp amp) {
        if (result == null) {
            return new Box();
        }
        if (value == null) {
            throw new BadLocalReturnException("the responder of " + name + " returned null (expected: its result)");
        }
        return result.box(value, amp);
    }

    /** The error to report for what a responder threw. */
    Throwable told(Failure failure) {
        for (Command.Raises error : errors) {
            if (error.value().isInstance(failure.value())) {
                String text = failure.value().getMessage();
                return new RemoteAmpException(error.code(), text == null ? "" : text, error.fatal(), failure.value());
            }
        }
        return failure.value();
    }

    /** The exception for an error that the peer reported. */
    Throwable heard(Failure failure) {
        if (failure.value() instanceof RemoteAmpException remote && !(remote instanceof UnhandledCommandException)) {
            for (Command.Raises error : errors) {
                if (error.code().equals(remote.code())) {
                    return exception(error.value(), remote);
                }
            }
            return remote instanceof UnknownRemoteException
                    ? remote
                    : new UnknownRemoteException(remote.code(), remote.description());
        }
        return failure.value();
    }

    private static Throwable exception(Class<? extends Throwable> type, RemoteAmpException remote) {
        try {
            Constructor<? extends Throwable> constructor = type.getDeclaredConstructor(String.class);
            constructor.setAccessible(true);
            Throwable exception = constructor.newInstance(remote.description());
            if (exception.getCause() == null) {
                exception.initCause(remote);
            }
            return exception;
        } catch (ReflectiveOperationException | IllegalStateException e) {
            remote.addSuppressed(e);
            return remote;
        }
    }
}
