/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Reactor;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import io.netwist.deferred.Failure;
import io.netwist.deferred.Outcome;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of one service, and the only caller of its hooks.
 *
 * <p>Threading: that of its service.
 */
public final class Lifecycle {

    /*
     * Starting, draining and stopping are steps in a queue: one runs, the others wait for it, and each looks at the state
     * when its turn comes, so that a step with nothing left to do does nothing. That is all there is to "start while
     * stopping" and its kin; the one exception is that a stop does not wait patiently but cancels what the running step
     * waits for.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final ArrayDeque<Step> waiting = new ArrayDeque<>();

    /** The step under way, or null. */
    private @Nullable Step current;

    /** What the current hook returned; cancelled by a stop. */
    private @Nullable Deferred<?> hook;

    private ServiceState state = ServiceState.NEW;
    private Instant since = Instant.now();
    private boolean privileged;
    private @Nullable Throwable failure;
    private @Nullable Reactor reactor;
    private @Nullable String name;
    private @Nullable MultiService parent;
    private @Nullable Object origin;
    private @Nullable FactoryUses factories;
    private final List<Consumer<ServiceState>> listeners = new ArrayList<>();

    /** One per service, in a field. */
    public Lifecycle() {}

    /** Something to be done when its turn comes. */
    private static final class Step {
        final String what;
        final Callable<Deferred<@Nullable Void>> action;

        /** What the caller was given. */
        final Deferred<@Nullable Void> done;

        Step(String what, Callable<Deferred<@Nullable Void>> action, Lifecycle lifecycle) {
            this.what = what;
            this.action = action;
            this.done = new Deferred<>(self -> lifecycle.cancel(this));
        }
    }

    // ---- what is known

    /**
     * Where the service is in its life.
     *
     * @return the state
     */
    public ServiceState state() {
        return state;
    }

    /**
     * When the state last changed.
     *
     * @return the time of day
     */
    public Instant since() {
        return since;
    }

    /**
     * Why the service is {@link ServiceState#FAILED}.
     *
     * @return the reason of the last failed start or stop, until the next start
     */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * The reactor of the service.
     *
     * @return from the first hook of a start until the last of a stop
     * @throws IllegalStateException outside that time
     */
    public Reactor reactor() {
        if (reactor == null) {
            throw new IllegalStateException("a service has a reactor only from privilegedStartService until stopService"
                    + " has finished; this one is " + state);
        }
        return reactor;
    }

    /**
     * What the service was made from, a part of a configuration for example.
     *
     * @return empty unless it was set
     */
    public Optional<Object> origin() {
        return Optional.ofNullable(origin);
    }

    /**
     * Says what the service was made from. One whose origin equals that of the service that is to take its place is left as
     * it is by {@link Service#reconfigure}.
     *
     * @param origin compared by equals; null for nothing
     */
    public void setOrigin(@Nullable Object origin) {
        this.origin = origin;
    }

    /**
     * Tells of every change of the state from now on.
     *
     * @param listener called on the service's thread with the new state; what it throws is logged
     */
    public void addListener(Consumer<ServiceState> listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /** The uses of factories in the tree of this service; from the first start on always the same. */
    FactoryUses factories() {
        if (factories == null) {
            factories = parent == null ? new FactoryUses() : parent.lifecycle().factories();
        }
        return factories;
    }

    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    void setName(String name) {
        if (parent != null) {
            throw new IllegalStateException(
                    "name: " + name + " (expected: a service without a parent; this is a child of " + parent + ")");
        }
        this.name = Objects.requireNonNull(name, "name");
    }

    Optional<MultiService> parent() {
        return Optional.ofNullable(parent);
    }

    void setParent(@Nullable MultiService parent) {
        this.parent = parent;
    }

    String path(Service service) {
        String own = name;
        if (own == null) {
            String type = service.getClass().getName();
            own = type.substring(type.lastIndexOf('.') + 1);
        }
        return parent == null ? own : parent.path() + "/" + own;
    }

    // ---- the steps

    Deferred<@Nullable Void> privilegedStart(Service service, Reactor reactor) {
        return enqueue("privileged start", () -> privilegedStep(service, reactor));
    }

    private Deferred<@Nullable Void> privilegedStep(Service service, Reactor on) {
        if (privileged || isUp()) {
            return Deferred.succeed(null);
        }
        reactor = Objects.requireNonNull(on, "reactor");
        failure = null;
        enter(ServiceState.STARTING);
        return call(service, "privilegedStartService", service::privilegedStartService)
                .onSuccess(nothing -> privileged = true)
                .addErrbackDeferring(reason -> undo(service, reason));
    }

    Deferred<@Nullable Void> start(Service service, Reactor reactor) {
        return enqueue("start", () -> {
            if (state == ServiceState.DRAINING) {
                return stopStep(service).addBothDeferring(stopped -> startStep(service, reactor));
            }
            return startStep(service, reactor);
        });
    }

    private Deferred<@Nullable Void> startStep(Service service, Reactor on) {
        if (isUp()) {
            return Deferred.succeed(null);
        }
        return privilegedStep(service, on)
                .addCallbackDeferring(nothing -> call(service, "startService", service::startService)
                        .onSuccess(started -> enter(ServiceState.RUNNING))
                        .addErrbackDeferring(reason -> undo(service, reason)));
    }

    private boolean isUp() {
        return state == ServiceState.RUNNING || state == ServiceState.DRAINING;
    }

    /** A start has failed: what it had done is undone, and the failure goes on. */
    private Deferred<@Nullable Void> undo(Service service, Failure reason) {
        enter(ServiceState.STOPPING);
        return call(service, "stopService", service::stopService).addBothDeferring(stopped -> {
            if (!stopped.isSuccess() && stopped.failure().value() != reason.value()) {
                reason.value().addSuppressed(stopped.failure().value());
            }
            down(ServiceState.FAILED, reason.value());
            return Deferred.fail(reason);
        });
    }

    Deferred<@Nullable Void> drain(Service service) {
        return enqueue("drain", () -> {
            if (state != ServiceState.RUNNING) {
                return Deferred.succeed(null);
            }
            enter(ServiceState.DRAINING);
            return call(service, "drainService", service::drainService);
        });
    }

    Deferred<@Nullable Void> stop(Service service) {
        Deferred<?> interrupted = hook;
        Deferred<@Nullable Void> done = enqueue("stop", () -> stopStep(service));
        if (interrupted != null && current != null && !current.what.equals("stop")) {
            interrupted.cancel();
        }
        return done;
    }

    private Deferred<@Nullable Void> stopStep(Service service) {
        if (state.isDown()) {
            return Deferred.succeed(null);
        }
        enter(ServiceState.STOPPING);
        return call(service, "stopService", service::stopService).addBothDeferring(stopped -> {
            if (stopped.isSuccess()) {
                down(ServiceState.STOPPED, null);
                return Deferred.succeed(null);
            }
            Throwable reason = stopped.failure().value();
            down(ServiceState.FAILED, reason);
            return Deferred.fail(reason instanceof StopFailedException ? reason : report(service, reason));
        });
    }

    Deferred<Boolean> reconfigure(Service service, Service next) {
        boolean[] taken = new boolean[1];
        return enqueue("reconfigure", () -> {
                    if (state != ServiceState.RUNNING || next.getClass() != service.getClass()) {
                        return Deferred.succeed(null);
                    }
                    return call(
                            service,
                            "reconfigureService",
                            () -> service.reconfigureService(next).onSuccess(done -> taken[0] = done));
                })
                .addCallback(nothing -> taken[0]);
    }

    private static StopFailedException report(Service service, Throwable reason) {
        LOG.error("{} failed to stop", service.path(), reason);
        return new StopFailedException(service.path(), reason);
    }

    private void enter(ServiceState next) {
        state = next;
        since = Instant.now();
        for (Consumer<ServiceState> each : List.copyOf(listeners)) {
            try {
                each.accept(next);
            } catch (RuntimeException e) {
                LOG.error("{} threw when told that a service is {}", each, next, e);
            }
        }
    }

    private void down(ServiceState end, @Nullable Throwable reason) {
        failure = reason;
        privileged = false;
        reactor = null;
        enter(end);
    }

    // ---- the queue

    private Deferred<@Nullable Void> enqueue(String what, Callable<Deferred<@Nullable Void>> action) {
        Step step = new Step(what, action, this);
        waiting.add(step);
        if (current == null) {
            next();
        }
        return step.done;
    }

    /** Cancelling the Deferred of a step cancels what the step waits for; one whose turn has not come is dropped. */
    private void cancel(Step step) {
        if (step == current) {
            if (hook != null) {
                hook.cancel();
            }
        } else {
            waiting.remove(step);
        }
    }

    private void next() {
        Step step = waiting.poll();
        current = step;
        if (step == null) {
            return;
        }
        Deferreds.maybeDeferring(step.action)
                .consume(
                        nothing -> finish(step, Outcome.success(null)), reason -> finish(step, Outcome.failed(reason)));
    }

    private void finish(Step step, Outcome<@Nullable Void> outcome) {
        next();
        // Cancelled steps have told their caller already.
        if (step.done.isCalled()) {
            if (!outcome.isSuccess() && !outcome.failure().is(CancelledException.class)) {
                LOG.debug("a cancelled {} failed", step.what, outcome.failure().value());
            }
        } else if (outcome.isSuccess()) {
            step.done.callback(null);
        } else {
            step.done.errback(outcome.failure());
        }
    }

    /** Calls one hook; whatever it does, what comes of it is a Deferred. */
    private Deferred<@Nullable Void> call(Service service, String what, Callable<? extends Deferred<?>> action) {
        Deferred<?> returned;
        try {
            returned = Objects.requireNonNull(
                    action.call(),
                    () -> service.getClass().getName() + "." + what
                            + " returned null (expected: a Deferred, for example" + " that of super." + what + "())");
        } catch (Throwable e) {
            return Deferred.fail(e);
        }
        hook = returned;
        return taken(returned).onFired(outcome -> hook = null);
    }

    private static <T extends @Nullable Object> Deferred<@Nullable Void> taken(Deferred<T> result) {
        return result.addCallback(value -> null);
    }
}
