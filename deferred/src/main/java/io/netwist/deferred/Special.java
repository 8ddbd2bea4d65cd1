/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

/**
 * What the chain must look at twice when it finds it where a plain value or a plain callback could be: a failure, a
 * Deferred, a stage that is more than a callback. One common ancestor makes that a single test.
 */
abstract class Special {
    Special() {}
}
