/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks;

import com.stumbleupon.async.Callback;
import com.stumbleupon.async.Deferred;
import java.util.ArrayList;
import java.util.List;

/** What is measured, done with StumbleUpon's async. */
final class WithStumbleUpon {
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

    private WithStumbleUpon() {}

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
        Callback<Object, Exception> errback = failure -> value;
        Object end = deferred.addCallback(C0).addCallback(C1).addErrback(errback);
        deferred.callback(WithDeferred.FAILURE);
        return end;
    }

    static Object firedInner(Object value) {
        Deferred<Object> deferred = new Deferred<>();
        Callback<Deferred<Object>, Object> inner = v -> Deferred.fromResult(v);
        Object end = deferred.addCallbackDeferring(inner).addCallback(C0);
        deferred.callback(value);
        return end;
    }

    static Object unfiredInner(Object value) {
        Deferred<Object> inner = new Deferred<>();
        Deferred<Object> deferred = new Deferred<>();
        Callback<Deferred<Object>, Object> waiting = v -> inner;
        Object end = deferred.addCallbackDeferring(waiting).addCallback(C0);
        deferred.callback(value);
        inner.callback(value);
        return end;
    }

    static Object gather100(Object value) {
        List<Deferred<Object>> members = new ArrayList<>(100);
        for (int i = 0; i < 100; i++) {
            members.add(new Deferred<>());
        }
        Object all = Deferred.groupInOrder(members);
        for (Deferred<Object> member : members) {
            member.callback(value);
        }
        return all;
    }
}
