/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.jelly.FormReader;
import io.netwist.protocols.remote.jelly.JellyException;
import io.netwist.protocols.remote.jelly.SecurityOptions;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** The forms that only a connection can read: what they name are objects of one of its two ends. */
final class ConnectionForms {
    static final ByteString REMOTE = ByteString.of("remote");
    static final ByteString LOCAL = ByteString.of("local");
    static final ByteString CACHED = ByteString.of("cached");
    static final ByteString LCACHE = ByteString.of("lcache");

    private ConnectionForms() {}

    /** What may be received, with these forms among it as far as they are allowed. */
    static SecurityOptions with(SecurityOptions security) {
        SecurityOptions all = security.withReader(Failures.TAG, (in, form) -> {
            if (form.size() != 2) {
                throw new JellyException(Failures.TAG + ": " + form.size() + " elements (expected: 2)");
            }
            return in.made(Failures.TAG, Objects.requireNonNull(form.get(1)), Failures::made);
        });
        if (security.allows("remote")) {
            all = all.withReader("remote", (in, form) -> {
                Receiving receiving = Receiving.of(in);
                return receiving.broker().reference(name(form), receiving.perspective());
            });
        }
        if (security.allows("local")) {
            all = all.withReader(
                    "local", (in, form) -> Receiving.of(in).broker().exports().find(name(form)));
        }
        if (security.allows("cached")) {
            all = all.withReader("cached", (in, form) -> {
                Broker broker = Receiving.of(in).broker();
                long number = number(form, 2);
                return new Cached<>(broker, number, broker.caches().held(number));
            });
        }
        if (security.allows("lcache")) {
            all = all.withReader(
                    "lcache", (in, form) -> Receiving.of(in).broker().caches().home(number(form, 2)));
        }
        return all;
    }

    /** Reads what begins to follow an object of the peer's. It is known by its number before its state is read. */
    static FormReader cacheReader(String tag, Supplier<? extends RemoteCache> blank) {
        Objects.requireNonNull(blank, "blank");
        return (in, form) -> {
            Object state = Copies.last(form, 3);
            Broker broker = Receiving.of(in).broker();
            RemoteCache cache = Objects.requireNonNull(blank.get(), tag);
            long number = number(form, 3);
            broker.caches().hold(number, cache);
            return in.filled(new Cached<>(broker, number, cache), state, given -> Copies.set(tag, cache, given));
        };
    }

    private static long number(List<?> form, int size) {
        if (form.size() == size && form.get(1) instanceof Long number) {
            return number;
        }
        throw new JellyException(form.get(0) + ": no number in it (expected: one)");
    }

    private static Object name(List<?> form) {
        if (form.size() == 2 && (form.get(1) instanceof Long || form.get(1) instanceof ByteString)) {
            return Objects.requireNonNull(form.get(1));
        }
        throw new JellyException(form.get(0) + ": no number or name in it (expected: one)");
    }
}
