/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import java.util.Locale;

/** Where a service is in its life. */
public enum ServiceState {
    /** Never started. */
    NEW,
    /** Being started; its privileged start may be done. */
    STARTING,
    /** Started. */
    RUNNING,
    /** Takes nothing new and finishes what it has; the way to {@link #STOPPING}. */
    DRAINING,
    /** Being stopped. */
    STOPPING,
    /** Stopped; may be started again. */
    STOPPED,
    /** Its start or its stop failed, and it is stopped as far as it can be; may be started again. */
    FAILED;

    /**
     * Whether a service in this state holds nothing and can be started.
     *
     * @return true for {@link #NEW}, {@link #STOPPED} and {@link #FAILED}
     */
    public boolean isDown() {
        return this == NEW || this == STOPPED || this == FAILED;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
