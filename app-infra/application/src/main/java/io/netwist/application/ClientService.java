/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Drainable;
import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.endpoint.Endpoints;
import io.netwist.deferred.Callback;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection to one place while it runs: connects, and connects again when an attempt fails or the connection is
 * lost.
 *
 * <p>It runs as soon as it was started and is ready while it is connected. {@link #whenConnected()} gives the protocol.
 * Source: {@code twisted.application.internet.ClientService}.
 *
 * @param <P> the protocol
 */
public final class ClientService<P extends Protocol> extends BaseService {

    private static final Logger LOG = LoggerFactory.getLogger(ClientService.class);

    private final String description;
    private final Factory<P> factory;
    private final RetryPolicy retry;
    private final @Nullable Callback<? super P, ? extends Deferred<?>> prepare;

    private State connection = State.INIT;
    private int failures;
    private @Nullable Throwable lastFailure;

    /** The attempt under way, the next one, the connection: at most one of them is not null. */
    private @Nullable Deferred<?> attempt;

    private @Nullable DelayedCall next;
    private @Nullable P protocol;

    private final List<Waiter<P>> waiters = new ArrayList<>();

    /** Fired when the last attempt or connection of a stop is over. */
    private @Nullable Deferred<@Nullable Void> over;

    /** How things stand with the connection. */
    public enum State {
        /** Never started. */
        INIT,
        /** An attempt is under way. */
        CONNECTING,
        /** The last attempt failed or the connection was lost; the next attempt comes later. */
        WAITING,
        /** There is a connection. */
        CONNECTED,
        /** Stopped, and the connection or the attempt is not over yet. */
        DISCONNECTING,
        /** Stopped. */
        STOPPED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Somebody who waits for the connection, and for how many failures. */
    private static final class Waiter<P> {
        final Deferred<P> deferred;

        /** Failures left; 0 for no limit. */
        int patience;

        Waiter(Deferred<P> deferred, int patience) {
            this.deferred = deferred;
            this.patience = patience;
        }
    }

    /**
     * With the default back-off.
     *
     * @param description for example {@code tcp:localhost:6379}
     * @param factory makes the protocol of each connection
     * @throws IllegalArgumentException naming the description and what was expected
     */
    public ClientService(String description, Factory<P> factory) {
        this(description, factory, RetryPolicy.backOff(), null);
    }

    private ClientService(
            String description,
            Factory<P> factory,
            RetryPolicy retry,
            @Nullable Callback<? super P, ? extends Deferred<?>> prepare) {
        Endpoints.checkClient(description);
        this.description = description;
        this.factory = Objects.requireNonNull(factory, "factory");
        this.retry = Objects.requireNonNull(retry, "retry");
        this.prepare = prepare;
    }

    /**
     * The same with another way to wait between attempts. Before this one is given a parent or started.
     *
     * @param policy how long to wait
     * @return a new service
     */
    public ClientService<P> withRetryPolicy(RetryPolicy policy) {
        return new ClientService<>(description, factory, policy, prepare);
    }

    /**
     * The same with something to do on each connection before anybody else gets it: to log in, for example. If that fails
     * the connection is closed and counts as a failed attempt. Before this one is given a parent or started.
     *
     * @param hook called with the protocol after {@code connectionMade}; what its Deferred fires with is ignored
     * @return a new service
     */
    public ClientService<P> withPrepare(Callback<? super P, ? extends Deferred<?>> hook) {
        return new ClientService<>(description, factory, retry, hook);
    }

    // ---- for those who want the connection

    /**
     * Waits for the connection.
     *
     * @return fired with the protocol of the connection that there is, or of the next; failed with {@link
     *     CancelledException} when this stops
     */
    public Deferred<P> whenConnected() {
        return whenConnected(0);
    }

    /**
     * Waits for the connection, with limited patience.
     *
     * @param failAfter after how many failed attempts, from now on, to fail with the reason of the last one; 0 for never
     * @return as {@link #whenConnected()}
     */
    public Deferred<P> whenConnected(int failAfter) {
        if (failAfter < 0) {
            throw new IllegalArgumentException("failAfter: " + failAfter + " (expected: 0 or more)");
        }
        if (connection == State.CONNECTED) {
            return Deferred.succeed(protocol);
        }
        if (connection == State.STOPPED) {
            return Deferred.fail(new CancelledException());
        }
        List<Waiter<P>> made = new ArrayList<>(1);
        Waiter<P> waiter = new Waiter<>(new Deferred<>(self -> waiters.removeAll(made)), failAfter);
        made.add(waiter);
        waiters.add(waiter);
        return waiter.deferred;
    }

    /**
     * Waits for the connection, with limited patience and time. The service must have been started.
     *
     * @param failAfter after how many failed attempts, from now on, to fail; 0 for never
     * @param deadline when to fail with {@code DeferredTimeoutException}
     * @return as {@link #whenConnected()}
     */
    public Deferred<P> whenConnected(int failAfter, Duration deadline) {
        return whenConnected(failAfter).addTimeout(deadline, reactor());
    }

    /**
     * How things stand with the connection.
     *
     * @return the state now
     */
    public State connectionState() {
        return connection;
    }

    /**
     * How many attempts have failed since the last success.
     *
     * @return 0 while connected
     */
    public int failedAttempts() {
        return failures;
    }

    /**
     * Why the last attempt failed or the last connection ended.
     *
     * @return empty until something did
     */
    public Optional<Throwable> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    @Override
    public boolean isReady() {
        return super.isReady() && connection == State.CONNECTED;
    }

    // ---- Service

    @Override
    public Deferred<?> startService() throws Exception {
        failures = 0;
        connect();
        return super.startService();
    }

    private void connect() {
        next = null;
        connection = State.CONNECTING;
        Deferred<P> connecting = Endpoints.clientFromString(reactor(), description)
                .connect(factory)
                .addCallbackDeferring(made -> prepared(made));
        attempt = connecting;
        connecting.consume(this::connected, this::failed);
    }

    private Deferred<P> prepared(P made) throws Throwable {
        if (prepare == null) {
            return Deferred.succeed(made);
        }
        try {
            return same(prepare.call(made), made)
                    .onFailure(rejected -> made.transport().abortConnection());
        } catch (Throwable e) {
            made.transport().abortConnection();
            throw e;
        }
    }

    private static <T extends @Nullable Object, P> Deferred<P> same(@Nullable Deferred<T> done, P made) {
        return Objects.requireNonNull(done, "the prepare hook returned null (expected: a Deferred)")
                .addCallback(ignored -> made);
    }

    private void connected(P made) {
        attempt = null;
        failures = 0;
        connection = State.CONNECTED;
        protocol = made;
        made.transport().whenConnectionLost().onSuccess(this::lost);
        List<Waiter<P>> told = List.copyOf(waiters);
        waiters.clear();
        told.forEach(each -> each.deferred.callback(made));
    }

    private void failed(Failure reason) {
        attempt = null;
        if (over != null) {
            finish();
            return;
        }
        failures++;
        List<Waiter<P>> tired = new ArrayList<>();
        for (Waiter<P> each : waiters) {
            if (each.patience > 0 && --each.patience == 0) {
                tired.add(each);
            }
        }
        waiters.removeAll(tired);
        retryAfter(reason, failures);
        tired.forEach(each -> each.deferred.errback(reason));
    }

    private void lost(Failure reason) {
        protocol = null;
        if (over != null) {
            finish();
        } else {
            retryAfter(reason, 1);
        }
    }

    private void retryAfter(Failure reason, int count) {
        lastFailure = reason.value();
        connection = State.WAITING;
        Duration delay = retry.delay(count);
        LOG.info(
                "{}: attempt {} again in {} s, because {}",
                description,
                failures + 1,
                delay.toMillis() / 1000.0,
                reason.getErrorMessage());
        next = reactor().callLater(delay, this::connect);
    }

    @Override
    public Deferred<?> drainService() throws Exception {
        P open = protocol;
        if (open instanceof Drainable drainable) {
            Deferred<Failure> lost = open.transport().whenConnectionLost();
            over = new Deferred<>();
            drainable.drain();
            return lost;
        }
        return super.drainService();
    }

    @Override
    public Deferred<?> stopService() throws Exception {
        connection = State.DISCONNECTING;
        List<Waiter<P>> told = List.copyOf(waiters);
        waiters.clear();
        Deferred<@Nullable Void> done = new Deferred<>();
        over = done;
        if (protocol != null) {
            protocol.transport().loseConnection();
        } else if (attempt != null) {
            attempt.cancel();
        } else {
            if (next != null) {
                next.cancel();
                next = null;
            }
            finish();
        }
        told.forEach(each -> each.deferred.errback(new CancelledException()));
        return done;
    }

    private void finish() {
        Deferred<@Nullable Void> done = over;
        over = null;
        connection = State.STOPPED;
        if (done != null) {
            done.callback(null);
        }
    }

    @Override
    public String toString() {
        return path() + " (" + state() + ", " + connection + " to " + description + ")";
    }
}
