/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Deferred;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be started and stopped, with a place in a tree. Programs extend {@link BaseService}.
 *
 * <p>The hooks, {@link #privilegedStartService}, {@link #startService}, {@link #drainService} and {@link #stopService},
 * are for overriding; a parent or a launcher calls them. To start or stop a service call {@link #startOn} and {@link
 * #stop}: these keep the state, may be called at any time and in any order, and never run two hooks of one service at
 * once.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>a service has no reactor until it is started, and none after it has stopped
 *   <li>a start that fails is undone by {@code stopService} before the failure is reported
 *   <li>starting what runs, and stopping what does not, does nothing
 *   <li>a stop during a start cancels what the start waits for; a start during a stop comes after it
 * </ul>
 *
 * <p>Source: {@code twisted.application.service.IService}.
 */
public interface Service {

    /**
     * What keeps the state of this service: one object, the same for ever.
     *
     * @return for example the value of a field {@code private final Lifecycle lifecycle = new Lifecycle();}
     */
    Lifecycle lifecycle();

    // ---- hooks

    /**
     * Takes what needs the privileges that the process has at first, ports above all. Called before any service of the
     * tree is started; override me.
     *
     * @return fired when done
     * @throws Exception fails the start
     */
    default Deferred<?> privilegedStartService() throws Exception {
        return Deferred.succeed(null);
    }

    /**
     * Starts. Override me; the reactor is there.
     *
     * @return fired when started
     * @throws Exception fails the start
     */
    Deferred<?> startService() throws Exception;

    /**
     * Takes nothing new and finishes what was begun. Called before {@link #stopService} when there is time; its Deferred
     * is cancelled when there is none left. Override me.
     *
     * @return fired when nothing is under way any more
     * @throws Exception is logged; the stop goes on
     */
    default Deferred<?> drainService() throws Exception {
        return Deferred.succeed(null);
    }

    /**
     * Stops, at once: what could be finished in good order has been by {@link #drainService}. Called also after a start
     * that failed, however far that had come. Override me.
     *
     * @return fired when stopped
     * @throws Exception fails the stop; the service counts as stopped all the same
     */
    Deferred<?> stopService() throws Exception;

    /**
     * Takes over the settings of a service of the same class, made anew and never started. Called while this runs. Override
     * me if you can do this without being stopped; else the parent stops this and starts the new one in its place.
     *
     * @param next has the settings; not used afterwards
     * @return fired with true when they are in effect, with false if this has to be replaced; failed when everything is as
     *     it was before
     * @throws Exception as a failure
     */
    default Deferred<Boolean> reconfigureService(Service next) throws Exception {
        return Deferred.succeed(false);
    }

    // ---- starting and stopping

    /**
     * Has the privileged part of the start done, and no more.
     *
     * @param reactor whose thread calls this
     * @return fired when done
     */
    default Deferred<@Nullable Void> privilegedStartOn(Reactor reactor) {
        return lifecycle().privilegedStart(this, reactor);
    }

    /**
     * Starts this service, the privileged part first if that is not done.
     *
     * @param reactor whose thread calls this
     * @return fired when it runs; failed with what the hook threw, after the start was undone
     */
    default Deferred<@Nullable Void> startOn(Reactor reactor) {
        return lifecycle().start(this, reactor);
    }

    /**
     * Drains this service if it runs. To be followed by {@link #stop()}.
     *
     * @return fired when drained; cancelling it ends the draining
     */
    default Deferred<@Nullable Void> drain() {
        return lifecycle().drain(this);
    }

    /**
     * Stops this service. What still drains is told that there is no more time.
     *
     * @return fired when stopped; failed with what the hook threw
     */
    default Deferred<@Nullable Void> stop() {
        return lifecycle().stop(this);
    }

    /**
     * Gives this service the settings of another one, if it runs and can take them over.
     *
     * @param next made anew, without a reactor
     * @return fired with true when they are in effect, with false if this cannot take them over while it runs; failed when
     *     something keeps its old settings, which is logged
     */
    default Deferred<Boolean> reconfigure(Service next) {
        return lifecycle().reconfigure(this, next);
    }

    // ---- state

    /**
     * Where this service is in its life.
     *
     * @return the state
     */
    default ServiceState state() {
        return lifecycle().state();
    }

    /**
     * Whether this service has been started, and not been stopped.
     *
     * @return true when running or draining
     */
    default boolean isRunning() {
        return state() == ServiceState.RUNNING || state() == ServiceState.DRAINING;
    }

    /**
     * Whether this service can do its work now. An operator's probe asks; override me if running is not enough.
     *
     * @return true when running
     */
    default boolean isReady() {
        return state() == ServiceState.RUNNING;
    }

    /**
     * Whether this service is as it should be. An operator's probe asks, and restarts the process when it is not.
     *
     * @return false when failed
     */
    default boolean isLive() {
        return state() != ServiceState.FAILED;
    }

    /**
     * Where this service can be reached now.
     *
     * @return real addresses; empty for one that does not listen
     */
    default List<Address> addresses() {
        return List.of();
    }

    // ---- the tree

    /**
     * The name, by which a parent finds a child.
     *
     * @return empty until set
     */
    default Optional<String> name() {
        return lifecycle().name();
    }

    /**
     * Gives this service a name.
     *
     * @param name unique among the children of a parent
     * @throws IllegalStateException if this has a parent already, which knows it by its old name
     */
    default void setName(String name) {
        lifecycle().setName(name);
    }

    /**
     * The parent.
     *
     * @return empty for a root
     */
    default Optional<MultiService> parent() {
        return lifecycle().parent();
    }

    /**
     * The names from the root to this service, for messages: {@code finger/web}. One without a name is shown by its class.
     *
     * @return the path
     */
    default String path() {
        return lifecycle().path(this);
    }

    /**
     * Makes this a child; if the parent runs, this is started. A parent that it had loses it, and stops it, first.
     *
     * @param parent the new one
     * @return fired when that is done, at once if nothing has to be started or stopped
     * @throws IllegalArgumentException if the parent has a child of that name; this keeps its old parent
     */
    default Deferred<@Nullable Void> setServiceParent(MultiService parent) {
        return parent.adopt(this);
    }

    /**
     * Leaves the parent, which stops this if it runs.
     *
     * @return fired when stopped
     * @throws IllegalStateException without a parent
     */
    default Deferred<@Nullable Void> disownServiceParent() {
        return parent().orElseThrow(() -> new IllegalStateException(path() + " has no parent to leave"))
                .removeService(this);
    }
}
