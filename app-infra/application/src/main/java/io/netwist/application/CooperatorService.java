/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.task.Cooperator;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Works on iterators a little at a time while it runs.
 *
 * <p>Source: {@code twisted.application.internet.CooperatorService}.
 */
public final class CooperatorService extends BaseService {

    /** Null until the first start, which brings the clock. */
    private @Nullable Cooperator cooperator;

    /** Without work. */
    public CooperatorService() {}

    @Override
    public Deferred<?> startService() throws Exception {
        if (cooperator == null) {
            cooperator = new Cooperator(reactor());
        } else {
            cooperator.start();
        }
        return super.startService();
    }

    @Override
    public Deferred<?> stopService() throws Exception {
        if (cooperator != null && cooperator.running()) {
            cooperator.stop();
        }
        return super.stopService();
    }

    /**
     * Works on an iterator.
     *
     * @param iterator its next is called again and again; a Deferred that it gives is waited for
     * @return fired with the iterator when it has no next; failed with what it threw
     * @throws IllegalStateException before the first start
     */
    public Deferred<Iterator<?>> coiterate(Iterator<?> iterator) {
        if (cooperator == null) {
            throw new IllegalStateException(path() + " was never started (expected: startOn first)");
        }
        return cooperator.coiterate(iterator);
    }
}
