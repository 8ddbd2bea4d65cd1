/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks;

import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;

/** What can be done with Netty's DefaultPromise: listeners that are notified; they make no next result. */
final class WithPromise {
    private static final GenericFutureListener<Future<Object>> C0 = future -> {};
    private static final GenericFutureListener<Future<Object>> C1 = future -> {};
    private static final GenericFutureListener<Future<Object>> C2 = future -> {};
    private static final GenericFutureListener<Future<Object>> C3 = future -> {};
    private static final GenericFutureListener<Future<Object>> C4 = future -> {};
    private static final GenericFutureListener<Future<Object>> C5 = future -> {};
    private static final GenericFutureListener<Future<Object>> C6 = future -> {};
    private static final GenericFutureListener<Future<Object>> C7 = future -> {};
    private static final GenericFutureListener<Future<Object>> C8 = future -> {};
    private static final GenericFutureListener<Future<Object>> C9 = future -> {};

    private WithPromise() {}

    static Object registered1(Object value) {
        Promise<Object> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
        promise.addListener(C0);
        promise.setSuccess(value);
        return promise;
    }

    static Object registered3(Object value) {
        Promise<Object> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
        promise.addListener(C0).addListener(C1).addListener(C2);
        promise.setSuccess(value);
        return promise;
    }

    static Object registered10(Object value) {
        Promise<Object> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
        promise.addListener(C0)
                .addListener(C1)
                .addListener(C2)
                .addListener(C3)
                .addListener(C4)
                .addListener(C5)
                .addListener(C6)
                .addListener(C7)
                .addListener(C8)
                .addListener(C9);
        promise.setSuccess(value);
        return promise;
    }

    static Object fired1(Object value) {
        Promise<Object> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
        promise.setSuccess(value);
        return promise.addListener(C0);
    }

    static Object fired3(Object value) {
        Promise<Object> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
        promise.setSuccess(value);
        return promise.addListener(C0).addListener(C1).addListener(C2);
    }

    static Object fired10(Object value) {
        Promise<Object> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
        promise.setSuccess(value);
        return promise.addListener(C0)
                .addListener(C1)
                .addListener(C2)
                .addListener(C3)
                .addListener(C4)
                .addListener(C5)
                .addListener(C6)
                .addListener(C7)
                .addListener(C8)
                .addListener(C9);
    }

    static Object errorPath() {
        Promise<Object> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
        promise.addListener(C0);
        promise.setFailure(WithDeferred.FAILURE);
        return promise;
    }
}
