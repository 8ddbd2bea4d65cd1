/* SPDX-License-Identifier: MIT */
package io.netwist.samples.fetch;

import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Failure;
import java.net.URI;
import java.util.function.Consumer;

/** Fetches a page and has one of two functions called. Every function that calls it needs two more parameters, too. */
public final class CallbackFetch {

    private CallbackFetch() {}

    static void getPage(Reactor reactor, URI url, Consumer<String> onPage, Consumer<Failure> onFailure) {
        reactor.connectTCP(url.getHost(), PageReader.port(url), new ClientFactory<PageReader>() {
            @Override
            public PageReader buildProtocol(Address peer) {
                return new PageReader(url) {
                    @Override
                    void gotPage(String page) {
                        onPage.accept(page);
                    }

                    @Override
                    void gotFailure(Failure failure) {
                        onFailure.accept(failure);
                    }
                };
            }

            @Override
            public void clientConnectionFailed(Connector connector, Failure reason) {
                onFailure.accept(reason);
            }
        });
    }

    /**
     * Prints a page, or why there is none.
     *
     * @param arguments a URL that begins with {@code http:}
     */
    public static void main(String[] arguments) {
        NettyReactor reactor = NettyReactor.create();
        getPage(
                reactor,
                URI.create(arguments[0]),
                page -> {
                    System.out.println(page);
                    reactor.stop();
                },
                failure -> {
                    System.out.println("No page: " + failure.getErrorMessage());
                    reactor.stop();
                });
        reactor.run();
    }
}
