/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.deferred.Deferred;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service that writes down what is done with it, and starts and stops when the test says so. */
class Recording extends BaseService {

    final List<String> log;
    final String label;

    /** What the hooks return; null for one that is done at once. */
    @Nullable
    Deferred<Object> starting;

    @Nullable
    Deferred<Object> draining;

    @Nullable
    Deferred<Object> stopping;

    @Nullable
    RuntimeException startThrows;

    @Nullable
    RuntimeException stopThrows;

    Recording(String label, List<String> log) {
        this.label = label;
        this.log = log;
    }

    private static Deferred<?> orDone(@Nullable Deferred<Object> given) {
        return given == null ? Deferred.succeed(null) : given;
    }

    @Override
    public Deferred<?> privilegedStartService() {
        log.add("privileged " + label);
        return Deferred.succeed(null);
    }

    @Override
    public Deferred<?> startService() {
        log.add("start " + label);
        if (startThrows != null) {
            throw startThrows;
        }
        return orDone(starting);
    }

    @Override
    public Deferred<?> drainService() {
        log.add("drain " + label);
        return orDone(draining);
    }

    @Override
    public Deferred<?> stopService() {
        log.add("stop " + label);
        if (stopThrows != null) {
            throw stopThrows;
        }
        return orDone(stopping);
    }
}
