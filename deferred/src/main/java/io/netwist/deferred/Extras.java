/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import org.jspecify.annotations.Nullable;

/** What few Deferreds have: traces in debug mode, a failure that nobody has handled yet. */
final class Extras {
    /** Where the Deferred was made, in debug mode. */
    @Nullable
    Throwable created;

    /** Where it was fired first, in debug mode. */
    @Nullable
    Throwable fired;

    /** Its failure while nobody has handled it. */
    @Nullable
    Unhandled unhandled;

    /** A failure that a fork of the Deferred has to handle, so that it need not be handled here. */
    @Nullable
    Failure forked;

    static Extras of(Deferred<?> deferred) {
        Extras extras = deferred.extras;
        if (extras == null) {
            extras = new Extras();
            deferred.extras = extras;
        }
        return extras;
    }
}
