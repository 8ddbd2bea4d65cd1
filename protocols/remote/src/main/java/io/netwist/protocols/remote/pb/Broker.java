/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.Effect;
import io.netwist.deferred.Failure;
import io.netwist.protocols.cred.LoginFailed;
import io.netwist.protocols.remote.banana.Banana;
import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.banana.Dialect;
import io.netwist.protocols.remote.jelly.JellyException;
import io.netwist.protocols.remote.jelly.Tuple;
import io.netwist.protocols.remote.jelly.Unjellier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection over which both sides call objects of each other's. Factories make it.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>Calls are sent and served in the order in which they are made; answers come in any.
 *   <li>What cannot be sent fails its own call, and what has come and cannot be read fails its own: the connection goes on.
 *       What no peer would send ends it.
 *   <li>When the connection ends, calls without an answer fail, and then those are told who asked to be.
 * </ul>
 *
 * <p>Threading: the reactor's thread. <b>Source</b>: {@code twisted.spread.pb.Broker}.
 */
public final class Broker extends Banana {
    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final long VERSION = 6;
    private static final int MESSAGE_SIZE = 7;

    private static final ByteString VERSION_WORD = ByteString.of("version");
    static final ByteString MESSAGE = ByteString.of("message");
    private static final ByteString ANSWER = ByteString.of("answer");
    private static final ByteString ERROR = ByteString.of("error");
    static final ByteString DECREF = ByteString.of("decref");
    static final ByteString CACHEMESSAGE = ByteString.of("cachemessage");
    static final ByteString DECACHE = ByteString.of("decache");
    private static final ByteString UNCACHE = ByteString.of("uncache");

    /** Most calls have none. */
    private static final List<ByteString> NO_KEYWORDS = List.of(ByteString.of("dictionary"));

    private final BrokerOptions options;
    private final Exports exports;
    private final Caches caches;
    private final Paging paging = new Paging(this);

    /** Calls of ours that the peer has not answered, by their numbers. */
    private final Map<Object, Deferred<@Nullable Object>> waiting = new LinkedHashMap<>();

    private final Endings endings = new Endings();
    private final Deferred<Broker> ready = new Deferred<>();
    private long lastCall;
    private boolean isReady;

    /** Why the connection ended before it was ready; null as long as it has not. */
    private @Nullable Failure neverReady;

    private boolean isOver;

    /**
     * Makes one.
     *
     * @param isClient whether this side connects
     * @param options how it behaves
     */
    Broker(boolean isClient, BrokerOptions options) {
        super(isClient, List.of(Dialect.PB, Dialect.NONE), options.banana());
        this.options = options.withSecurity(ConnectionForms.with(options.security()));
        this.exports = new Exports(options.maxReferences());
        this.caches = new Caches(this, exports, options.maxReferences());
    }

    RemoteReference reference(Object name, @Nullable Object perspective) {
        return new RemoteReference(this, name, perspective, name instanceof Long);
    }

    Exports exports() {
        return exports;
    }

    Caches caches() {
        return caches;
    }

    Paging paging() {
        return paging;
    }

    /**
     * Gives an object a name, by which the peer can call it without having been sent it.
     *
     * @param name the name; {@code root} is what clients ask for first
     * @param object the object
     */
    public void setNameForLocal(String name, Referenceable object) {
        exports.name(Objects.requireNonNull(name, "name"), Objects.requireNonNull(object, "object"));
    }

    /**
     * A reference to an object that the peer has given a name. Whether it has is seen when the reference is called.
     *
     * @param name the name
     * @return not counted
     */
    public RemoteReference remoteForName(String name) {
        return reference(ByteString.of(name), null);
    }

    /**
     * How many objects the peer can call: those that have names, and those that it was sent and has not released.
     *
     * @return 0 or more
     */
    public int exported() {
        return exports.size();
    }

    /**
     * How many objects of this side the peer has copies of that follow them.
     *
     * @return 0 or more
     */
    public int cachedByPeer() {
        return caches.exported();
    }

    /**
     * How many copies of objects of the peer's follow them here. One that is not held any more counts until the peer has heard
     * of it.
     *
     * @return 0 or more
     */
    public int cached() {
        return caches.held();
    }

    /**
     * Tells when calls can be made.
     *
     * @return a Deferred of its own for each caller, fired with this; it fails if the connection ends before
     */
    public Deferred<Broker> whenReady() {
        if (neverReady != null) {
            return Deferred.fail(neverReady);
        }
        Deferred<Broker> own = new Deferred<>();
        ready.onFired(outcome -> {
            if (outcome.isSuccess()) {
                own.callback(this);
            } else {
                own.errback(outcome.failure());
            }
        });
        return own;
    }

    @Override
    protected void connectionReady() {
        sendEncoded(List.of(VERSION_WORD, VERSION));
        isReady = true;
        ready.callback(this);
    }

    // ---- calls of ours

    Deferred<@Nullable Object> call(
            ByteString word,
            Object object,
            @Nullable Object perspective,
            String method,
            List<@Nullable Object> arguments,
            Keywords keywords,
            boolean answer) {
        if (isOver || !isReady) {
            return Deferred.fail(
                    new DeadReferenceException("the connection " + (isOver ? "is over" : "is not there yet")));
        }
        Sending sending = sending(perspective);
        long number = lastCall + 1;
        try {
            Object jellied = sending.jelly(Tuple.copyOf(arguments));
            Object named = keywords.values().isEmpty() ? NO_KEYWORDS : sending.jelly(keywords.values());
            sendEncoded(List.of(word, number, object, ByteString.of(method), answer ? 1 : 0, jellied, named));
            sending.sent();
        } catch (RuntimeException e) {
            sending.undo();
            endIfUnforgivable();
            return Deferred.fail(e);
        }
        lastCall = number;
        if (!answer) {
            return Deferred.succeed(null);
        }
        Deferred<@Nullable Object> result = new Deferred<>();
        waiting.put(number, result);
        return result;
    }

    private Sending sending(@Nullable Object perspective) {
        return new Sending(this, exports, options, perspective);
    }

    private void endIfUnforgivable() {
        if (exports.isUnforgivable()) {
            transport().loseConnection();
        }
    }

    /** From any thread. */
    void releaseLater(ByteString word, Object name) {
        if (reactor().inReactorThread()) {
            release(word, name);
        } else {
            reactor().callFromThread(() -> release(word, name));
        }
    }

    private void release(ByteString word, Object name) {
        if (!isOver) {
            sendEncoded(List.of(word, name));
        }
    }

    // ---- what the peer sends

    @Override
    protected void expressionReceived(Object expression) {
        if (!(expression instanceof List<?> form) || form.isEmpty() || !(form.get(0) instanceof ByteString word)) {
            drop("an expression that is no message");
            return;
        }
        if (word.equals(MESSAGE) || word.equals(CACHEMESSAGE)) {
            messageReceived(form, word.equals(CACHEMESSAGE));
        } else if (word.equals(ANSWER) || word.equals(ERROR)) {
            answerReceived(form, word.equals(ANSWER));
        } else if (word.equals(DECREF)) {
            if (form.size() != 2 || !exports.release(Objects.requireNonNull(form.get(1)))) {
                drop("decref of what is not exported");
            }
        } else if (word.equals(DECACHE)) {
            decacheReceived(form);
        } else if (word.equals(UNCACHE)) {
            if (form.size() != 2 || !caches.forget(Objects.requireNonNull(form.get(1)))) {
                drop("uncache of what is not cached");
            }
        } else if (word.equals(VERSION_WORD)) {
            if (form.size() != 2 || !Long.valueOf(VERSION).equals(form.get(1))) {
                drop("version " + form.subList(1, form.size()) + " (expected: " + VERSION + ")");
            }
        } else {
            // Twisted means to answer didNotUnderstand, fails, and drops the connection.
            LOG.debug("{}: {} is not understood", transport(), word);
        }
    }

    private void decacheReceived(List<?> form) {
        Object number = form.size() == 2 ? Objects.requireNonNull(form.get(1)) : "";
        Boolean last = caches.release(number);
        if (last == null) {
            drop("decache of what the peer has no copy of");
        } else if (last) {
            sendEncoded(List.of(UNCACHE, number));
        }
    }

    private void drop(String why) {
        LOG.debug("{} ends: {}", transport(), why);
        transport().loseConnection();
    }

    private void answerReceived(List<?> form, boolean success) {
        Deferred<@Nullable Object> call = form.size() == 3 ? waiting.remove(form.get(1)) : null;
        if (call == null) {
            drop("an answer to nothing");
            return;
        }
        Object value;
        try {
            value = unjelly(Objects.requireNonNull(form.get(2)), null);
        } catch (RuntimeException e) {
            call.errback(e);
            return;
        }
        if (success) {
            call.callbackValue(value);
        } else {
            call.errback(Failures.received(value));
        }
    }

    private @Nullable Object unjelly(Object form, @Nullable Object perspective) {
        return new Unjellier(options.security(), new Receiving(this, perspective)).unjellyWhole(form);
    }

    private void messageReceived(List<?> form, boolean toCache) {
        if (form.size() != MESSAGE_SIZE || !(form.get(3) instanceof ByteString method)) {
            drop("a call without a method");
            return;
        }
        String called = method.text();
        if (!ByteString.of(called).equals(method)) {
            drop("a method whose name is no UTF-8");
            return;
        }
        Object number = Objects.requireNonNull(form.get(1));
        boolean answer = !Long.valueOf(0).equals(form.get(4)) && !List.of().equals(form.get(4));
        Object perspective = null;
        Object result;
        try {
            Object name = Objects.requireNonNull(form.get(2));
            Object target = toCache ? caches.held(name) : exports.find(name);
            if (target == null) {
                throw new PBError("Invalid Object ID");
            }
            perspective = Calls.perspectiveOf(target);
            Object arguments = unjelly(Objects.requireNonNull(form.get(5)), perspective);
            Object named = Objects.requireNonNull(form.get(6));
            Object keywords = NO_KEYWORDS.equals(named) ? Map.of() : unjelly(named, perspective);
            result = Calls.call(target, called, arguments, keywords);
        } catch (Throwable e) {
            failed(number, answer, perspective, e);
            return;
        }
        if (result instanceof Deferred<?> later) {
            Object caller = perspective;
            later.consume(
                    value -> answer(number, answer, caller, value),
                    failure -> failed(number, answer, caller, failure.value()));
        } else {
            answer(number, answer, perspective, result);
        }
    }

    private void answer(Object number, boolean wanted, @Nullable Object perspective, @Nullable Object value) {
        if (!wanted || isOver) {
            exports.unsent(value);
            return;
        }
        Sending sending = sending(perspective);
        try {
            sendEncoded(List.of(ANSWER, number, sending.jelly(value)));
            sending.sent();
        } catch (RuntimeException e) {
            sending.undo();
            exports.unsent(value);
            failed(number, true, perspective, e);
            endIfUnforgivable();
        }
    }

    private void failed(Object number, boolean wanted, @Nullable Object perspective, Throwable error) {
        log(error);
        if (!wanted || isOver) {
            return;
        }
        Sending sending = sending(perspective);
        try {
            sendEncoded(List.of(ERROR, number, sending.jelly(error)));
            sending.sent();
        } catch (RuntimeException e) {
            sending.undo();
            // An error of ours has nothing in it that could not be sent.
            sendEncoded(List.of(
                    ERROR, number, sending(null).jelly((Throwable) new PBError("an error that cannot be sent: " + e))));
        }
    }

    /** What the peer can provoke as often as it likes costs a line that is not shown by default. */
    private void log(Throwable error) {
        if (error instanceof JellyException
                || error instanceof NoSuchRemoteMethodException
                || error instanceof WrongArgumentsException
                || error instanceof LoginFailed) {
            LOG.debug("{}: a call of the peer is refused: {}", this, error.getMessage());
        } else if (!(error instanceof PBError)) {
            LOG.warn("{}: a call of the peer has failed", this, error);
        }
    }

    // ---- the end

    void addNotifier(RemoteReference reference, Effect<RemoteReference> callback) {
        endings.add(reference, Objects.requireNonNull(callback, "callback"), broker -> callback.accept(reference));
    }

    void removeNotifier(RemoteReference reference, Effect<RemoteReference> callback) {
        endings.remove(reference, callback);
    }

    /**
     * Does something once when the peer holds an object no more, at the latest when the connection ends; at once if the
     * peer has too many.
     *
     * @throws PBError then
     */
    void whenReleased(Object object, Runnable action) {
        if (isOver) {
            run(action);
            return;
        }
        try {
            exports.whenReleased(object, () -> {
                endings.remove(object, action);
                run(action);
            });
        } catch (PBError tooMany) {
            run(action);
            throw tooMany;
        }
        endings.add(object, action, broker -> action.run());
    }

    private void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            LOG.error("{}: what was to be done for an object that the peer holds no more has failed", this, e);
        }
    }

    boolean isOver() {
        return isOver;
    }

    @Override
    public void connectionLost(Failure reason) {
        isOver = true;
        if (!isReady) {
            neverReady = reason;
            ready.handleFailure(failure -> {});
            ready.errback(reason);
        }
        List<Deferred<@Nullable Object>> calls = List.copyOf(waiting.values());
        waiting.clear();
        for (Deferred<@Nullable Object> each : calls) {
            each.errback(new PBConnectionLost(reason));
        }
        paging.lost(reason);
        caches.clear();
        endings.run(this);
        exports.clear();
    }

    @Override
    public String toString() {
        return isReady ? "Broker with " + transport().getPeer() : "Broker";
    }
}
