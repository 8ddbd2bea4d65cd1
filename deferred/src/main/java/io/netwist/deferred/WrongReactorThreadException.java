/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

/**
 * Something that belongs to one reactor was used on a thread that is not the reactor's. The message names both threads
 * and the call that hands work over.
 */
public final class WrongReactorThreadException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param what what was called, such as {@code Deferred.callback}
     * @param caller the thread that called
     * @param owner the thread that it belongs to
     * @param instead the call to use instead, such as {@code reactor.callFromThread}
     */
    public WrongReactorThreadException(String what, Thread caller, Thread owner, String instead) {
        super(what + " was called on thread " + name(caller) + " but belongs to thread " + name(owner) + "; use "
                + instead + " to hand it over");
    }

    private static String name(Thread thread) {
        String reactor = ReactorThread.nameOf(thread);
        return '"' + thread.getName() + '"' + (reactor == null ? "" : " (reactor " + reactor + ")");
    }
}
