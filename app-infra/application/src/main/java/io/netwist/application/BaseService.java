/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Reactor;
import io.netwist.deferred.Deferred;

/**
 * The service that programs extend: it keeps its state, and every hook does nothing until overridden.
 *
 * <pre>{@code
 * class Poller extends BaseService {
 *     @Override
 *     public Deferred<?> startService() throws Exception {
 *         poll();
 *         return super.startService();
 *     }
 * }
 * }</pre>
 *
 * <p>Source: {@code twisted.application.service.Service}.
 */
public abstract class BaseService implements Service {

    private final Lifecycle lifecycle = new Lifecycle();

    /** For subclasses. */
    protected BaseService() {}

    @Override
    public final Lifecycle lifecycle() {
        return lifecycle;
    }

    @Override
    public Deferred<?> privilegedStartService() throws Exception {
        return Deferred.succeed(null);
    }

    @Override
    public Deferred<?> startService() throws Exception {
        return Deferred.succeed(null);
    }

    @Override
    public Deferred<?> stopService() throws Exception {
        return Deferred.succeed(null);
    }

    /**
     * The reactor that this service was started on.
     *
     * @return from {@code privilegedStartService} until {@code stopService} has finished
     * @throws IllegalStateException outside that time
     */
    protected final Reactor reactor() {
        return lifecycle.reactor();
    }

    @Override
    public String toString() {
        return path() + " (" + state() + ")";
    }
}
