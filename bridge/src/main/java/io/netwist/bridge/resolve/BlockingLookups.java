/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.resolve;

import io.netwist.deferred.Deferred;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Callable;

/** Where blocking lookups may run: {@code reactor::deferToThread}. */
@FunctionalInterface
public interface BlockingLookups {

    /**
     * Runs a lookup on another thread.
     *
     * @param lookup blocks
     * @return its result, on the reactor's thread
     */
    Deferred<List<InetAddress>> deferToThread(Callable<List<InetAddress>> lookup);
}
