/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.banana.ByteString;
import io.netwist.protocols.remote.jelly.JellyException;
import io.netwist.protocols.remote.jelly.SecurityOptions;
import java.util.List;
import java.util.Objects;

/** The forms that only a connection can read: what they name are objects of one of its two ends. */
final class ConnectionForms {
    static final ByteString REMOTE = ByteString.of("remote");
    static final ByteString LOCAL = ByteString.of("local");

    private ConnectionForms() {}

    /** What may be received, with these forms among it as far as they are allowed. */
    static SecurityOptions with(SecurityOptions security) {
        SecurityOptions all = security.withReader(Failures.TAG, (in, form) -> {
            if (form.size() != 2) {
                throw new JellyException(Failures.TAG + ": " + form.size() + " elements (expected: 2)");
            }
            return Failures.made(in.unjelly(Objects.requireNonNull(form.get(1))));
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
        return all;
    }

    private static Object name(List<?> form) {
        if (form.size() == 2 && (form.get(1) instanceof Long || form.get(1) instanceof ByteString)) {
            return Objects.requireNonNull(form.get(1));
        }
        throw new JellyException(form.get(0) + ": no number or name in it (expected: one)");
    }
}
