/* SPDX-License-Identifier: MIT */
package io.netwist.samples.fetch;

import io.netwist.bridge.Reactor;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a page and returns a Deferred at once. It can be handed on, joined with others, given a timeout; and an error
 * travels down its chain until somebody handles it.
 */
public final class DeferredFetch {

    private DeferredFetch() {}

    static Deferred<String> getPage(Reactor reactor, URI url) {
        Deferred<String> page = new Deferred<>();
        CallbackFetch.getPage(reactor, url, page::callback, page::errback);
        return page;
    }

    private static @Nullable Void printPage(String page) {
        System.out.println(page);
        return null;
    }

    private static @Nullable Void printFailure(Failure failure) {
        System.out.println("No page: " + failure.getErrorMessage());
        return null;
    }

    /**
     * Prints a page, or why there is none.
     *
     * @param arguments a URL that begins with {@code http:}
     */
    public static void main(String[] arguments) {
        NettyReactor reactor = NettyReactor.create();
        getPage(reactor, URI.create(arguments[0]))
                .addCallbacks(DeferredFetch::printPage, DeferredFetch::printFailure)
                .onFired(outcome -> reactor.stop());
        reactor.run();
    }
}
