/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import io.netwist.bridge.ReactorThreads;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import io.netwist.deferred.ReactorThread;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/** Where checkers wait and compute. */
final class Blocking {

    private Blocking() {}

    /** Calls on a worker thread of the reactor whose thread this is, or at once on a thread that is no reactor's. */
    static <T> Deferred<T> call(Callable<T> work) {
        Executor owner = ReactorThread.executorOf(ReactorThread.current());
        return owner instanceof ReactorThreads reactor ? reactor.deferToThread(work) : Deferreds.maybe(work);
    }
}
