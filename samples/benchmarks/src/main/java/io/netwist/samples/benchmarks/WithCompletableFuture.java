/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What is measured, done with the JDK's CompletableFuture. */
@SuppressWarnings("UnnecessaryLambda") // Each must be a class of its own.
final class WithCompletableFuture {
    private static final Function<Object, Object> C0 = value -> value;
    private static final Function<Object, Object> C1 = value -> value;
    private static final Function<Object, Object> C2 = value -> value;
    private static final Function<Object, Object> C3 = value -> value;
    private static final Function<Object, Object> C4 = value -> value;
    private static final Function<Object, Object> C5 = value -> value;
    private static final Function<Object, Object> C6 = value -> value;
    private static final Function<Object, Object> C7 = value -> value;
    private static final Function<Object, Object> C8 = value -> value;
    private static final Function<Object, Object> C9 = value -> value;

    private WithCompletableFuture() {}

    static Object registered1(Object value) {
        CompletableFuture<Object> future = new CompletableFuture<>();
        CompletableFuture<Object> end = future.thenApply(C0);
        future.complete(value);
        return end;
    }

    static Object registered3(Object value) {
        CompletableFuture<Object> future = new CompletableFuture<>();
        CompletableFuture<Object> end = future.thenApply(C0).thenApply(C1).thenApply(C2);
        future.complete(value);
        return end;
    }

    static Object registered10(Object value) {
        CompletableFuture<Object> future = new CompletableFuture<>();
        CompletableFuture<Object> end = future.thenApply(C0)
                .thenApply(C1)
                .thenApply(C2)
                .thenApply(C3)
                .thenApply(C4)
                .thenApply(C5)
                .thenApply(C6)
                .thenApply(C7)
                .thenApply(C8)
                .thenApply(C9);
        future.complete(value);
        return end;
    }

    static Object fired1(Object value) {
        CompletableFuture<Object> future = new CompletableFuture<>();
        future.complete(value);
        return future.thenApply(C0);
    }

    static Object fired3(Object value) {
        CompletableFuture<Object> future = new CompletableFuture<>();
        future.complete(value);
        return future.thenApply(C0).thenApply(C1).thenApply(C2);
    }

    static Object fired10(Object value) {
        CompletableFuture<Object> future = new CompletableFuture<>();
        future.complete(value);
        return future.thenApply(C0)
                .thenApply(C1)
                .thenApply(C2)
                .thenApply(C3)
                .thenApply(C4)
                .thenApply(C5)
                .thenApply(C6)
                .thenApply(C7)
                .thenApply(C8)
                .thenApply(C9);
    }

    static Object errorPath(Object value) {
        CompletableFuture<Object> future = new CompletableFuture<>();
        CompletableFuture<Object> end = future.thenApply(C0).thenApply(C1).exceptionally(failure -> value);
        future.completeExceptionally(WithDeferred.FAILURE);
        return end;
    }

    static Object firedInner(Object value) {
        CompletableFuture<Object> future = new CompletableFuture<>();
        CompletableFuture<Object> end =
                future.thenCompose(v -> CompletableFuture.completedFuture(v)).thenApply(C0);
        future.complete(value);
        return end;
    }

    static Object unfiredInner(Object value) {
        CompletableFuture<Object> inner = new CompletableFuture<>();
        CompletableFuture<Object> future = new CompletableFuture<>();
        CompletableFuture<Object> end = future.thenCompose(v -> inner).thenApply(C0);
        future.complete(value);
        inner.complete(value);
        return end;
    }

    static Object gather100(Object value) {
        List<CompletableFuture<Object>> members = new ArrayList<>(100);
        for (int i = 0; i < 100; i++) {
            members.add(new CompletableFuture<>());
        }
        CompletableFuture<List<Object>> all = CompletableFuture.allOf(members.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> {
                    List<Object> values = new ArrayList<>(100);
                    for (CompletableFuture<Object> member : members) {
                        values.add(member.join());
                    }
                    return values;
                });
        for (CompletableFuture<Object> member : members) {
            member.complete(value);
        }
        return all;
    }

    static Object tenSteps(Object value) {
        List<CompletableFuture<Object>> steps = new ArrayList<>(10);
        for (int i = 0; i < 10; i++) {
            steps.add(new CompletableFuture<>());
        }
        CompletableFuture<Object> end = CompletableFuture.completedFuture(value);
        for (int i = 0; i < 10; i++) {
            int step = i;
            end = end.thenCompose(last -> steps.get(step));
        }
        for (int i = 0; i < 10; i++) {
            steps.get(i).complete(value);
        }
        return end;
    }
}
