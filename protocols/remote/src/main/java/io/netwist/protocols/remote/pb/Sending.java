/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

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

    /** The form of a value. Each call numbers what is shared anew. */
    Object jelly(@Nullable Object value) {
        return new Jellier(options.security(), this).jelly(value);
    }

    Object jelly(Throwable error) {
        return Failures.jelly(error, options, new Jellier(options.security(), this));
    }

    /** Nothing was sent. */
    void undo() {
        counted.forEach(exports::release);
        counted.clear();
    }
}
