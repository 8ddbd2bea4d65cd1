/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.jelly.Jellier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message on its way out: for whom it is, and what of it has been counted, in case that it cannot be sent after all. */
final class Sending {
    private final Broker broker;
    private final Exports exports;
    private final BrokerOptions options;
    private final @Nullable Object perspective;
    private final List<Long> counted = new ArrayList<>();
    private final List<Long> cached = new ArrayList<>();
    private final List<Long> begun = new ArrayList<>();

    Sending(Broker broker, Exports exports, BrokerOptions options, @Nullable Object perspective) {
        this.broker = broker;
        this.exports = exports;
        this.options = options;
        this.perspective = perspective;
    }

    /** Who sends what is being made into a list. */
    static Sending of(Jellier jellier, Object what) {
        if (jellier.invoker() instanceof Sending sending) {
            return sending;
        }
        throw new IllegalStateException(what.getClass().getName() + " can be sent by a Broker only");
    }

    /** As whom the receiver sees what is being made into a list; null also if nobody sends it. */
    static @Nullable Object perspectiveOf(Jellier jellier) {
        return jellier.invoker() instanceof Sending sending ? sending.perspective : null;
    }

    Broker broker() {
        return broker;
    }

    /** As whom the peer sees what is sent; null for nobody in particular. */
    @Nullable
    Object perspective() {
        return perspective;
    }

    /** The form of an object that stays here. */
    Object export(Object object) {
        long number = exports.export(object);
        counted.add(number);
        return List.of(ConnectionForms.REMOTE, number);
    }

    /** The form of an object that the peer follows: whole if it has none of it yet. */
    Object cache(Cacheable object, Jellier jellier) {
        Caches caches = broker.caches();
        Long known = caches.again(object);
        if (known != null) {
            cached.add(known);
            return List.of(ConnectionForms.CACHED, known);
        }
        RemoteCacheObserver observer = new RemoteCacheObserver(broker, object, perspective);
        long number = caches.begin(object, observer, perspective);
        cached.add(number);
        begun.add(number);
        ByteString tag = ByteString.of(object.getTypeToCopyFor(perspective));
        return jellier.form(object, tag, number, object.getStateToCacheAndObserveFor(perspective, observer));
    }

    /** The form of a value. Each call numbers what is shared anew. */
    Object jelly(@Nullable Object value) {
        return new Jellier(options.security(), this).jelly(value);
    }

    Object jelly(Throwable error) {
        return Failures.jelly(error, options, new Jellier(options.security(), this));
    }

    /** It is on its way. */
    void sent() {
        begun.forEach(broker.caches()::sent);
    }

    /** Nothing was sent. */
    void undo() {
        counted.forEach(exports::release);
        counted.clear();
        cached.forEach(broker.caches()::release);
        cached.clear();
    }
}
