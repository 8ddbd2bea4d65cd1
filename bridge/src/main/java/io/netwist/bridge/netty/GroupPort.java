/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netwist.bridge.address.Address;
import io.netwist.deferred.Deferred;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A port that a {@link ReactorGroup} serves. Threading: any thread. */
public final class GroupPort {

    private final List<NettyReactor> reactors;

    /** One socket of the first reactor, or one of each in their order. */
    private final List<StreamPort> sockets;

    /** Of all reactors but the first, if it deals. */
    private final List<DealtShare> shares;

    GroupPort(List<NettyReactor> reactors, List<StreamPort> sockets, List<DealtShare> shares) {
        this.reactors = reactors;
        this.sockets = List.copyOf(sockets);
        this.shares = List.copyOf(shares);
    }

    /**
     * Where it listens.
     *
     * @return the address with the real port, also when 0 was asked for
     */
    public Address getHost() {
        return sockets.get(0).getHost();
    }

    /** As {@code ListeningPort.refuseNew}: a moment before {@link #stopListening()}. */
    public void refuseNew() {
        for (int i = 0; i < sockets.size(); i++) {
            StreamPort socket = sockets.get(i);
            reactors.get(i).callFromThread(socket::refuseNew);
        }
    }

    /**
     * Stops accepting. Connections that exist are kept. May be called again, and after the reactors have stopped.
     *
     * @return completed when the sockets are closed and {@code stopFactory} of every factory has run; with the first thing
     *     that one of them threw. It is completed on a thread of the group: wait for it elsewhere
     */
    public CompletableFuture<@Nullable Void> stopListening() {
        List<CompletableFuture<?>> closed = new ArrayList<>();
        for (int i = 0; i < sockets.size(); i++) {
            StreamPort socket = sockets.get(i);
            closed.add(onIfAlive(reactors.get(i), socket::stopListening));
        }
        // Only when nothing is dealt out any more do the others stop taking; and they do in every case.
        return all(closed).handle((nothing, failure) -> failure).thenCompose(failure -> {
            List<CompletableFuture<?>> ended = new ArrayList<>();
            for (int i = 0; i < shares.size(); i++) {
                DealtShare share = shares.get(i);
                ended.add(onIfAlive(reactors.get(i + 1), () -> {
                    share.end();
                    return Deferred.succeed(null);
                }));
            }
            return all(ended)
                    .thenCompose(nothing -> failure == null
                            ? CompletableFuture.completedFuture(null)
                            : CompletableFuture.failedFuture(failure));
        });
    }

    private static CompletableFuture<@Nullable Void> all(List<CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }

    /** A reactor that has stopped has seen to everything itself. */
    private static CompletableFuture<?> onIfAlive(NettyReactor reactor, Callable<Deferred<@Nullable Void>> call) {
        CompletableFuture<@Nullable Void> answer = reactor.submit(call);
        return answer.exceptionallyCompose(failure ->
                reactor.hasEnded() ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(failure));
    }

    @Override
    public String toString() {
        return "port " + getHost() + " of " + reactors.size() + " reactors";
    }
}
