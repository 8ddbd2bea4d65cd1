/* SPDX-License-Identifier: MIT */
/**
 * For tests of code that uses Deferreds.
 *
 * <ul>
 *   <li>{@link io.netwist.deferred.testing.TestClock}: time that moves when told to;
 *   <li>{@link io.netwist.deferred.testing.DeferredResults}: what came of a Deferred, in one call;
 *   <li>{@link io.netwist.deferred.testing.DeferredExtension}: fails the very test that left something behind;
 *   <li>{@link io.netwist.deferred.testing.Spec}: names the behaviour that a test pins.
 * </ul>
 *
 * <p>JUnit is needed by the extension only.
 *
 * <p><b>Threading</b>: the thread of the test, or of the reactor under test.
 *
 * <p><b>Source</b>: {@code twisted.internet.task.Clock} and {@code twisted.trial}.
 */
@NullMarked
package io.netwist.deferred.testing;

import org.jspecify.annotations.NullMarked;
