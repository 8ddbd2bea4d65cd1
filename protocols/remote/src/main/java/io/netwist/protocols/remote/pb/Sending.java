/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.jelly.Jellier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message on its way out: what of it has been counted, in case that it cannot be sent after all. */
final class Sending {
    private final Broker broker;
    private final Exports exports;
    private final BrokerOptions options;
    private final List<Long> counted = new ArrayList<>();

    Sending(Broker broker, Exports exports, BrokerOptions options) {
        this.broker = broker;
        this.exports = exports;
        this.options = options;
    }

    Broker broker() {
        return broker;
    }

    /** The form of an object that stays here. */
    Object export(Object object) {
        long number = exports.export(object, null);
        counted.add(number);
        return List.of(Broker.REMOTE, number);
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
