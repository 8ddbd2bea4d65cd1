/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Serializable;

/** What of a {@link Failure} is serialised: the exception, or its description if it cannot be, and who awaited it. */
final class FailureCopy implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private final Throwable value;
    private final StackTraceElement[] awaiting;

    FailureCopy(Failure failure) {
        this.value = isSerializable(failure.value()) ? failure.value() : CopiedException.of(failure.value());
        this.awaiting = failure.awaiting().toArray(StackTraceElement[]::new);
    }

    /** Only trying tells: an exception may hold anything. */
    private static boolean isSerializable(Throwable value) {
        try (ObjectOutputStream probe = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            probe.writeObject(value);
            return true;
        } catch (IOException | RuntimeException no) {
            return false;
        }
    }

    @Serial
    private Object readResolve() {
        return Failure.copied(value, awaiting);
    }
}
