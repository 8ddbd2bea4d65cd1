/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import io.netwist.bridge.Protocol;
import io.netwist.deferred.Callback;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who answers which command. One table may serve any number of connections; a connection may have a table of its own that
 * inherits from it.
 *
 * <p>A responder that throws an error which its command declares reports it; anything else is logged, reported as {@code
 * UNKNOWN}, and ends the connection.
 *
 * <p><b>Source</b>: {@code twisted.protocols.amp.CommandLocator} and {@code SimpleStringLocator}.
 */
public final class Responders {
    private final Map<String, Responder> typed = new HashMap<>();
    private final Map<String, Responder> raw = new HashMap<>();
    private final @Nullable Responders inherited;

    /** Makes an empty table. */
    public Responders() {
        this(null);
    }

    /**
     * Makes a table that answers what another does, except for what is added to it.
     *
     * @param inherited the other table; null for none
     */
    public Responders(@Nullable Responders inherited) {
        this.inherited = inherited;
    }

    /**
     * Adds a responder, in place of the one there may be.
     *
     * @param <R> the result
     * @param <C> the command
     * @param command its class
     * @param responder makes the result
     * @return this
     */
    public <R extends @Nullable Object, C extends Command<R>> Responders add(
            Class<C> command, Callback<? super C, ? extends R> responder) {
        return addDeferring(command, request -> Deferred.succeed(responder.call(request)));
    }

    /**
     * Adds a responder whose result comes later.
     *
     * @param <R> the result
     * @param <C> the command
     * @param command its class
     * @param responder promises the result
     * @return this
     */
    public <R extends @Nullable Object, C extends Command<R>> Responders addDeferring(
            Class<C> command, Callback<? super C, ? extends Deferred<? extends R>> responder) {
        CommandType<C, R> type = CommandType.of(command);
        typed.put(
                type.name(),
                (request, amp) -> Responders.<C, R>called(type, responder, request, amp)
                        .addCallbacks(
                                value -> new Answer(
                                        type.answer(value, amp), type.quits() ? amp.transport()::loseConnection : null),
                                failure -> {
                                    throw type.told(failure);
                                }));
        return this;
    }

    private static <C, R extends @Nullable Object> Deferred<R> called(
            CommandType<C, R> type,
            Callback<? super C, ? extends Deferred<? extends R>> responder,
            Box request,
            Amp amp) {
        C command = read(type, request, amp);
        return Deferreds.maybeDeferring(() -> callable(responder, command));
    }

    /** Arguments that cannot be read are the peer's fault: nobody here needs to see a trace. */
    private static <C> C read(CommandType<C, ?> type, Box request, Amp amp) {
        try {
            return type.command(request, amp);
        } catch (IllegalArgumentException e) {
            throw new RemoteAmpException(BoxDispatcher.UNKNOWN, "Unknown Error", true, e);
        }
    }

    private static <C, D> D callable(Callback<? super C, ? extends D> responder, C command) throws Exception {
        try {
            return Objects.requireNonNull(responder.call(command), "a responder returned null instead of a Deferred");
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a responder threw a Throwable that is neither Exception nor Error", e);
        }
    }

    /**
     * Adds a responder that sees boxes. Its command is found whatever the case of the letters, after those of {@link #add}.
     *
     * @param command the name
     * @param responder makes the answer
     * @return this
     */
    public Responders addBoxes(String command, Callback<? super Box, ? extends Box> responder) {
        raw.put(upper(command), (request, amp) -> {
            Box answer = callable(responder, request);
            return Deferred.succeed(new Answer(answer.copy(), null));
        });
        return this;
    }

    /**
     * Adds a responder that answers by giving the connection to another protocol: with the byte after the answer it is
     * that protocol's.
     *
     * @param <C> the command
     * @param command its class
     * @param responder makes the protocol
     * @return this
     */
    public <C extends Command<?>> Responders addSwitch(
            Class<C> command, Callback<? super C, ? extends Protocol> responder) {
        return addAfter(command, responder, (amp, next) -> () -> amp.switched(next));
    }

    /** Adds a responder whose answer has no values; what it returns is done when the answer has been written. */
    <C extends Command<?>> void addThen(Class<C> command, Callback<? super C, ? extends Runnable> responder) {
        addAfter(command, responder, (amp, after) -> after);
    }

    private <C extends Command<?>, T> Responders addAfter(
            Class<C> command, Callback<? super C, ? extends T> responder, BiFunction<Amp, T, Runnable> after) {
        CommandType<C, ?> type = CommandType.of(command);
        typed.put(type.name(), (request, amp) -> {
            C asked = read(type, request, amp);
            return Deferreds.<T>maybe(() -> callable(responder, asked))
                    .addCallbacks(made -> new Answer(new Box(), after.apply(amp, made)), failure -> {
                        throw type.told(failure);
                    });
        });
        return this;
    }

    @Nullable
    Responder find(String command) {
        Responder found = typed(command);
        return found == null ? raw(upper(command)) : found;
    }

    private @Nullable Responder typed(String command) {
        Responder found = typed.get(command);
        return found != null || inherited == null ? found : inherited.typed(command);
    }

    private @Nullable Responder raw(String command) {
        Responder found = raw.get(command);
        return found != null || inherited == null ? found : inherited.raw(command);
    }

    private static String upper(String command) {
        return command.toUpperCase(Locale.ROOT);
    }
}
