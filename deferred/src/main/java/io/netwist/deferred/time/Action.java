/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.time;

/** Something to do that returns nothing and may fail: what {@link ReactorTime#callLater} and its kin take. */
@FunctionalInterface
public interface Action {
    /**
     * Does it.
     *
     * @throws Exception whatever went wrong; who called says what becomes of it
     */
    void run() throws Exception;
}
