/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsTransport;
import io.netwist.deferred.Callback;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calls commands of the peer and answers its. Both sides may do both, and answers may come in any order.
 *
 * <pre>{@code
 * record Sum(int a, int b) implements Command<Sum.Result> {
 *     record Result(int total) {}
 * }
 * reactor.listenTCP(1234, Factory.forProtocol(() -> new Amp().responder(Sum.class, sum -> new Sum.Result(sum.a() + sum.b()))));
 * Endpoints.connectProtocol(endpoint, new Amp()).addCallbackDeferring(amp -> amp.callRemote(new Sum(1, 2)));
 * }</pre>
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>An error of a call that nobody handles, in what was added to the Deferred before the answer came, is logged and
 *       ends the connection.
 *   <li>When the connection ends, all calls without an answer fail with the reason, and so do later ones.
 *   <li>A command that cannot be sent throws or fails before anything is sent, and nothing waits for its answer.
 * </ul>
 *
 * <p>Threading: the reactor's thread. <b>Source</b>: {@code twisted.protocols.amp.AMP}.
 */
public class Amp extends BinaryBoxProtocol {
    private final Responders responders;
    private final BoxDispatcher dispatcher;

    /** What this offers a peer that asks for TLS. */
    private @Nullable TlsOptions offered;

    private boolean tlsStarted;

    /** A connection without responders; {@link #responder} adds some. */
    public Amp() {
        this(null);
    }

    /**
     * A connection that answers what a table says.
     *
     * @param shared the table, which any number of connections may share; null for none
     */
    public Amp(@Nullable Responders shared) {
        this(shared, new Late());
    }

    // Only references are handed over; nothing calls back before the transport does, when all is built.
    @SuppressWarnings("this-escape")
    private Amp(@Nullable Responders shared, Late late) {
        super(late);
        responders = new Responders(shared);
        dispatcher = new BoxDispatcher(this, responders::find);
        late.receiver = dispatcher;
        responders.addThen(StartTls.class, this::answerStartTls);
    }

    /**
     * Answers a command on this connection.
     *
     * @param <R> the result
     * @param <C> the command
     * @param command its class
     * @param responder makes the result
     * @return this
     * @see Responders#add
     */
    public <R extends @Nullable Object, C extends Command<R>> Amp responder(
            Class<C> command, Callback<? super C, ? extends R> responder) {
        responders.add(command, responder);
        return this;
    }

    /**
     * Answers a command on this connection, later.
     *
     * @param <R> the result
     * @param <C> the command
     * @param command its class
     * @param responder promises the result
     * @return this
     * @see Responders#addDeferring
     */
    public <R extends @Nullable Object, C extends Command<R>> Amp responderDeferring(
            Class<C> command, Callback<? super C, ? extends Deferred<? extends R>> responder) {
        responders.addDeferring(command, responder);
        return this;
    }

    /**
     * Calls a command of the peer.
     *
     * @param <R> its result
     * @param command the command with its arguments
     * @return the result; it fails with the error that the command declares, {@link UnhandledCommandException} when the
     *     peer does not know it, {@link UnknownRemoteException}, or the reason why the connection ended. That of a command
     *     marked {@link Command.NoAnswer} has fired with null
     * @throws TooLongException if an argument is too long to be sent
     * @throws InvalidSignatureException if an argument is missing or cannot be sent
     * @throws ProtocolSwitchedException if the connection does not speak AMP any more
     */
    @SuppressWarnings("unchecked")
    public final <R extends @Nullable Object> Deferred<R> callRemote(Command<R> command) {
        CommandType<Command<R>, R> type = CommandType.of((Class<Command<R>>) command.getClass());
        return dispatcher
                .ask(type.name(), type.request(command, this), type.requiresAnswer())
                .addCallbacks(answer -> type.result(answer, this), failure -> {
                    throw type.heard(failure);
                });
    }

    /**
     * Calls a command by its name.
     *
     * @param command the name
     * @param arguments its arguments
     * @return the answer; it fails as {@link #callRemote} does, with {@link RemoteAmpException} for errors
     */
    public final Deferred<@Nullable Box> callRemoteString(String command, Box arguments) {
        return callRemoteString(command, arguments, true);
    }

    /**
     * Calls a command by its name.
     *
     * @param command the name
     * @param arguments its arguments
     * @param requiresAnswer whether to ask for an answer; without one the Deferred has fired with null
     * @return the answer
     */
    public final Deferred<@Nullable Box> callRemoteString(String command, Box arguments, boolean requiresAnswer) {
        return dispatcher.ask(command, arguments, requiresAnswer);
    }

    /**
     * Calls a command that changes the connection to another protocol. Nothing can be sent until the answer has come; with
     * the byte after it the connection is the new protocol's. After an error this connection goes on.
     *
     * @param <P> the protocol
     * @param command the command
     * @param factory makes the protocol
     * @return the protocol, connected; it fails as {@link #callRemote} does
     */
    public final <P extends Protocol> Deferred<P> callRemoteSwitch(Command<?> command, Factory<P> factory) {
        @SuppressWarnings("unchecked")
        Deferred<?> answer = callRemote((Command<Object>) command);
        lock();
        return answer.addCallbacks(
                nothing -> {
                    P next = factory.buildProtocol(transport().getPeer());
                    if (next == null) {
                        transport().loseConnection();
                        throw new IllegalStateException("the factory refused the connection that was to change");
                    }
                    switched(next);
                    return next;
                },
                failure -> {
                    unlock();
                    throw failure.propagate();
                });
    }

    /**
     * Answers a peer that asks for TLS with these options. Without them, it is told that there is none.
     *
     * @param options a server, that is who was connected to, needs a certificate in them
     * @return this
     */
    public final Amp offerTLS(TlsOptions options) {
        offered = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Asks the peer to go on in TLS. Boxes sent until its answer has come wait and are sent encrypted. Who connected is the
     * client of TLS, whoever asks.
     *
     * @param options as for {@link TlsTransport#startTLS(TlsOptions)}
     * @return fires when TLS has begun; whether the handshake succeeds shows in the calls that follow, and ends the
     *     connection if it does not. It fails with IllegalStateException if one side has no TLS to offer, and with
     *     {@link OnlyOneTlsException} if TLS was asked for before
     */
    public final Deferred<@Nullable Void> startTLS(TlsOptions options) {
        Objects.requireNonNull(options, "options");
        if (tlsStarted || tls().isSecure()) {
            return Deferred.fail(new OnlyOneTlsException());
        }
        Deferred<@Nullable Void> answer = callRemote(new StartTls());
        tlsStarted = true;
        hold();
        return answer.addCallbacks(
                nothing -> {
                    secure(options);
                    return null;
                },
                failure -> {
                    tlsStarted = false;
                    release();
                    throw failure.propagate();
                });
    }

    private Runnable answerStartTls(StartTls asked) {
        if (tlsStarted || tls().isSecure()) {
            throw new OnlyOneTlsException();
        }
        TlsOptions options = offered;
        if (options == null) {
            throw new IllegalStateException(StartTls.NOT_AVAILABLE);
        }
        tlsStarted = true;
        return () -> secure(options);
    }

    /** From the byte that comes next on, the connection is another protocol's. */
    final void switched(Protocol next) {
        dispatcher.fail(new ProtocolSwitchedException());
        switchTo(next);
    }

    /**
     * The connection is there, and boxes may be sent. Override me.
     *
     * @throws Exception ends the connection
     */
    protected void startReceivingBoxes() throws Exception {}

    /**
     * No more boxes will come, and all calls have failed. Override me.
     *
     * @param reason why
     */
    protected void stopReceivingBoxes(Failure reason) {}

    /** Known only when this is. */
    private static final class Late implements BoxReceiver {
        @Nullable
        BoxReceiver receiver;

        private BoxReceiver receiver() {
            if (receiver == null) {
                throw new IllegalStateException("not made yet");
            }
            return receiver;
        }

        @Override
        public void startReceivingBoxes(BoxSender sender) throws Exception {
            receiver().startReceivingBoxes(sender);
        }

        @Override
        public void boxReceived(Box box) throws Exception {
            receiver().boxReceived(box);
        }

        @Override
        public void stopReceivingBoxes(Failure reason) throws Exception {
            receiver().stopReceivingBoxes(reason);
        }
    }
}
