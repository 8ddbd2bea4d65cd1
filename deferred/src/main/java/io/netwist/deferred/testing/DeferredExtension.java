/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.testing;

import io.netwist.deferred.CancelledException;
import io.netwist.deferred.UnhandledFailure;
import io.netwist.deferred.UnhandledFailures;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the very test that left a failure which nobody handled, without waiting for the garbage collector. A
 * {@link CancelledException} does not count.
 *
 * <p>Switch it on for all tests with {@code junit.jupiter.extensions.autodetection.enabled=true}, or for one class with
 * {@code @ExtendWith(DeferredExtension.class)}. A test that means to leave a failure behind takes it with
 * {@link UnhandledFailures.Watch#flush()} of a watch of its own.
 */
public final class DeferredExtension implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(DeferredExtension.class);

    /** Called by JUnit. */
    public DeferredExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put("watch", UnhandledFailures.watch());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        UnhandledFailures.Watch watch = context.getStore(NAMESPACE).remove("watch", UnhandledFailures.Watch.class);
        if (watch == null) {
            return;
        }
        List<UnhandledFailure> left = watch.flush();
        watch.close();
        AssertionError error = null;
        for (UnhandledFailure unhandled : left) {
            Throwable value = unhandled.failure().value();
            if (!(value instanceof CancelledException)) {
                error = error == null ? new AssertionError("the test left a failure: " + unhandled, value) : error;
                error.addSuppressed(new AssertionError(unhandled.toString(), value));
            }
        }
        if (error != null) {
            throw error;
        }
    }
}
