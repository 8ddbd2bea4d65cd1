/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** The bodies that are parked, while a test wants to know; otherwise nothing. */
final class Parked {
    /** Whether to list. Switched by {@link UnhandledFailures.Watch}. */
    private static volatile boolean listing;

    private static final Set<CoroutineBody> BODIES =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    private Parked() {}

    static void list(boolean on) {
        listing = on;
        BODIES.clear();
    }

    static int count() {
        return BODIES.size();
    }

    static void add(CoroutineBody body) {
        if (listing) {
            BODIES.add(body);
        }
    }

    static void remove(CoroutineBody body) {
        if (listing) {
            BODIES.remove(body);
        }
    }
}
