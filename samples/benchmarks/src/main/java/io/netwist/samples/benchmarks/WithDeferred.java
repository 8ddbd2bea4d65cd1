/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks;

import io.netwist.deferred.Callback;
import io.netwist.deferred.Coroutines;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is measured, done with Deferred. Each returns something that depends on all of the work. */
final class WithDeferred {
    // Ten distinct functions: a call site that has seen only one is not what a program has.
    private static final Callback<Object, Object> C0 = value -> value;
    private static final Callback<Object, Object> C1 = value -> value;
    private static final Callback<Object, Object> C2 = value -> value;
    private static final Callback<Object, Object> C3 = value -> value;
    private static final Callback<Object, Object> C4 = value -> value;
    private static final Callback<Object, Object> C5 = value -> value;
    private static final Callback<Object, Object> C6 = value -> value;
    private static final Callback<Object, Object> C7 = value -> value;
    private static final Callback<Object, Object> C8 = value -> value;
    private static final Callback<Object, Object> C9 = value -> value;
    /** Made once: what an exception costs is not what is measured. */
    @SuppressWarnings("StaticAssignmentOfThrowable")
    static final IOException FAILURE = new IOException();

    private WithDeferred() {}

    static Object registered1(Object value) {
        Deferred<Object> deferred = new Deferred<>();
        Deferred<Object> end = deferred.addCallback(C0);
        deferred.callback(value);
        return end;
    }

    static Object registered3(Object value) {
        Deferred<Object> deferred = new Deferred<>();
        Deferred<Object> end = deferred.addCallback(C0).addCallback(C1).addCallback(C2);
        deferred.callback(value);
        return end;
    }

    static Object registered10(Object value) {
        Deferred<Object> deferred = new Deferred<>();
        Deferred<Object> end = deferred.addCallback(C0)
                .addCallback(C1)
                .addCallback(C2)
                .addCallback(C3)
                .addCallback(C4)
                .addCallback(C5)
                .addCallback(C6)
                .addCallback(C7)
                .addCallback(C8)
                .addCallback(C9);
        deferred.callback(value);
        return end;
    }

    static Object fired1(Object value) {
        Deferred<Object> deferred = new Deferred<>();
        deferred.callback(value);
        return deferred.addCallback(C0);
    }

    static Object fired3(Object value) {
        Deferred<Object> deferred = new Deferred<>();
        deferred.callback(value);
        return deferred.addCallback(C0).addCallback(C1).addCallback(C2);
    }

    static Object fired10(Object value) {
        Deferred<Object> deferred = new Deferred<>();
        deferred.callback(value);
        return deferred.addCallback(C0)
                .addCallback(C1)
                .addCallback(C2)
                .addCallback(C3)
                .addCallback(C4)
                .addCallback(C5)
                .addCallback(C6)
                .addCallback(C7)
                .addCallback(C8)
                .addCallback(C9);
    }

    static Object errorPath(Object value) {
        Deferred<Object> deferred = new Deferred<>();
        Deferred<Object> end = deferred.addCallback(C0).addCallback(C1).addErrback(failure -> value);
        deferred.errback(FAILURE);
        return end;
    }

    static Object firedInner(Object value) {
        Deferred<Object> deferred = new Deferred<>();
        Deferred<Object> end =
                deferred.addCallbackDeferring(v -> Deferred.succeed(v)).addCallback(C0);
        deferred.callback(value);
        return end;
    }

    static Object unfiredInner(Object value) {
        Deferred<Object> inner = new Deferred<>();
        Deferred<Object> deferred = new Deferred<>();
        Deferred<Object> end = deferred.addCallbackDeferring(v -> inner).addCallback(C0);
        deferred.callback(value);
        inner.callback(value);
        return end;
    }

    static Object gather100(Object value) {
        List<Deferred<Object>> members = new ArrayList<>(100);
        for (int i = 0; i < 100; i++) {
            members.add(new Deferred<>());
        }
        Deferred<List<Object>> all = Deferreds.gather(members);
        for (Deferred<Object> member : members) {
            member.callback(value);
        }
        return all;
    }

    /** Ten awaits of Deferreds that are fired one after the other. */
    static Object tenSteps(Object value) {
        List<Deferred<Object>> steps = new ArrayList<>(10);
        for (int i = 0; i < 10; i++) {
            steps.add(new Deferred<>());
        }
        Deferred<Object> end = Coroutines.run(() -> {
            Object last = value;
            for (int i = 0; i < 10; i++) {
                last = Coroutines.await(steps.get(i));
            }
            return last;
        });
        for (int i = 0; i < 10; i++) {
            steps.get(i).callback(value);
        }
        return end;
    }
}
