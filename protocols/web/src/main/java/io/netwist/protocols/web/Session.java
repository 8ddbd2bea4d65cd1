/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netwist.deferred.time.Action;
import io.netwist.deferred.time.DelayedCall;
import io.netwist.deferred.time.ReactorTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a site remembers of one browser between its requests: {@code request.getSession()}.
 *
 * <p>A session ends when it has not been used for a while. Threading: the reactor's thread. Source: {@code
 * twisted.web.server.Session}.
 */
public final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final String uid;
    private final Duration timeout;
    private final Map<Class<?>, Object> components = new HashMap<>();
    private final List<Action> onExpire = new ArrayList<>(1);
    private final Runnable forget;
    private final DelayedCall end;
    private boolean expired;

    Session(String uid, Duration timeout, ReactorTime time, Runnable forget) {
        this.uid = uid;
        this.timeout = timeout;
        this.forget = forget;
        this.end = time.callLater(timeout, this::expire);
    }

    /**
     * What the browser knows this by: whoever knows it, too, is this browser.
     *
     * @return 64 hexadecimal digits from a secure source
     */
    public String uid() {
        return uid;
    }

    /** Starts the time until the end anew. Every {@code getSession} does so. */
    public void touch() {
        if (end.active()) {
            end.reset(timeout);
        }
    }

    /** Ends it now. A second call does nothing. */
    public void expire() {
        if (expired) {
            return;
        }
        expired = true;
        if (end.active()) {
            end.cancel();
        }
        forget.run();
        List<Action> told = List.copyOf(onExpire);
        onExpire.clear();
        for (Action each : told) {
            try {
                each.run();
            } catch (Exception e) {
                LOG.error("{} threw at the end of a session", each, e);
            }
        }
    }

    /**
     * Has something called at the end, once.
     *
     * @param action an exception out of it is logged
     */
    public void notifyOnExpire(Action action) {
        onExpire.add(action);
    }

    /**
     * What a part of the program keeps here: one object of each type.
     *
     * @param <C> the type
     * @param type the type
     * @param first makes the object when it is first asked for
     * @return the same object every time
     */
    public <C> C component(Class<C> type, Supplier<? extends C> first) {
        return type.cast(components.computeIfAbsent(type, key -> first.get()));
    }
}
