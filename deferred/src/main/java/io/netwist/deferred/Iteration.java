/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@link Deferreds#iterate}: steps whose Deferreds have fired are taken in a loop, the others as a stage. */
final class Iteration extends Driver {
    private final Predicate<Object> again;
    private final Callback<Object, Deferred<?>> step;
    private @Nullable Object first;

    Iteration(@Nullable Object first, Predicate<Object> again, Callback<Object, Deferred<?>> step) {
        this.first = first;
        this.again = again;
        this.step = step;
    }

    @Override
    @Nullable
    Object work(@Nullable Object result) {
        Object value = result == null ? first : result;
        first = null;
        try {
            while (!(value instanceof Failure) && again.test(Chain.unwrap(value))) {
                Deferred<?> next = (Deferred<?>) Stage.deferred(step.call(Chain.unwrap(value)));
                next.check("Deferreds.iterate");
                if (Debug.on) {
                    Debug.claim(next);
                }
                if (!Chain.isIdle(next)) {
                    if (Chain.leadsTo(next, whole)) {
                        throw new IllegalStateException("a step waits for its own iteration");
                    }
                    waitFor(next);
                    return WAITING;
                }
                value = Chain.take(next);
            }
            return value;
        } catch (Throwable thrown) {
            return Chain.caught(thrown);
        }
    }
}
