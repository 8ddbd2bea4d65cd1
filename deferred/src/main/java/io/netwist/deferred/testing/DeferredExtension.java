/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.testing;

import io.netwist.deferred.CancelledException;
import io.netwist.deferred.UnhandledFailure;
import io.netwist.deferred.UnhandledFailures;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Fails the very test that left something behind, without waiting for the garbage collector:
 *
 * <ul>
 *   <li>a failure that nobody handled, {@link CancelledException}s apart;
 *   <li>a Deferred of {@link Leftovers#mustFire} that has not fired;
 *   <li>a pending timer of a clock of {@link Leftovers#mustEndIdle}, or of a {@link TestClock} that it was given as a
 *       parameter, which this makes.
 * </ul>
 *
 * <p>It fails the class of tests that leaked a buffer of Netty or anything else that Netty's leak detector watches, and
 * reports, without failing anything, coroutines that still wait when a test is over.
 *
 * <p>Switch it on for all tests with {@code junit.jupiter.extensions.autodetection.enabled=true}, or for one class with
 * {@code @ExtendWith(DeferredExtension.class)}. Tests must run one after the other. One that means to leave a failure
 * behind takes it with {@link UnhandledFailures.Watch#flush()} of a watch of its own.
 */
public final class DeferredExtension
        implements BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(DeferredExtension.class);

    static {
        // As early as JUnit allows: before the first buffer.
        LeakRecorder.install();
    }

    /** Called by JUnit. */
    public DeferredExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        Leftovers.begin();
        context.getStore(NAMESPACE).put("watch", UnhandledFailures.watch());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestClock.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Leftovers.mustEndIdle(new TestClock());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        UnhandledFailures.Watch watch = context.getStore(NAMESPACE).remove("watch", UnhandledFailures.Watch.class);
        if (watch == null) {
            return;
        }
        int parked = watch.parkedCoroutines();
        List<UnhandledFailure> failures = watch.flush();
        watch.close();
        List<String> left = Leftovers.end();
        if (parked > 0) {
            context.publishReportEntry("coroutines that still wait", Integer.toString(parked));
        }
        AssertionError error = null;
        for (UnhandledFailure unhandled : failures) {
            Throwable value = unhandled.failure().value();
            if (!(value instanceof CancelledException)) {
                error = add(error, unhandled.toString(), value);
            }
        }
        for (String thing : left) {
            error = add(error, thing, null);
        }
        if (error != null) {
            throw error;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        AssertionError error = null;
        for (String leak : LeakRecorder.collect()) {
            error = add(error, "a leak: " + leak, null);
        }
        if (error != null) {
            throw error;
        }
    }

    private static AssertionError add(@Nullable AssertionError error, String text, @Nullable Throwable cause) {
        if (error == null) {
            return new AssertionError("left behind: " + text, cause);
        }
        error.addSuppressed(new AssertionError("left behind: " + text, cause));
        return error;
    }
}
