/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.Factory;
import io.netwist.bridge.FactoryWrapper;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.IpLiterals;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.error.ConnectingCancelledException;
import io.netwist.bridge.error.ConnectionTimedOutException;
import io.netwist.bridge.error.HostNotFoundException;
import io.netwist.bridge.resolve.HostQuery;
import io.netwist.bridge.resolve.Resolution;
import io.netwist.bridge.resolve.ResolutionReceiver;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One connect of a {@link HostnameEndpoint}.
 *
 * @param <P> the user's protocol
 */
final class HappyEyeballs<P extends Protocol> implements ResolutionReceiver {

    /*
     * The race is decided when the first attempt has built a protocol, before that protocol's connectionMade: at that
     * moment all other attempts are cancelled, so no second protocol ever sees a connection. An attempt that connects but
     * builds nothing has failed, like one that did not connect.
     *
     * One timer is alive at most: the limit for resolving, then the pause before the next attempt.
     */

    private final HostnameEndpoint endpoint;
    private final Factory<P> factory;
    private final Deferred<P> result = new Deferred<>(self -> cancelled());

    private final List<TcpAddress> resolved = new ArrayList<>();
    private Queue<TcpAddress> untried = new ArrayDeque<>();
    private final List<Contender> running = new ArrayList<>();

    private @Nullable Resolution resolution;
    private @Nullable DelayedCall timer;
    private @Nullable Failure lastFailure;

    /** The attempt that built a protocol; whatever becomes of it is the result. */
    private @Nullable Contender winner;

    private boolean over;

    HappyEyeballs(HostnameEndpoint endpoint, Factory<P> factory) {
        this.endpoint = endpoint;
        this.factory = factory;
    }

    Deferred<P> result() {
        return result;
    }

    // ---- resolving

    void begin(HostQuery query) {
        if (!endpoint.timeout().isZero()) {
            timer = endpoint.time().callLater(endpoint.timeout(), this::resolvingTimedOut);
        }
        Resolution begun;
        try {
            begun = endpoint.resolver().resolveHostName(this, query);
        } catch (Throwable e) {
            fail(Failure.of(e));
            return;
        }
        if (over) {
            begun.cancel();
        } else {
            resolution = begun;
        }
    }

    private void resolvingTimedOut() {
        if (resolution != null) {
            resolution.cancel();
        }
        fail(Failure.of(new ConnectionTimedOutException(
                "cannot connect to " + endpoint.destination() + ": its name was not resolved within "
                        + endpoint.timeout(),
                null)));
    }

    @Override
    public void resolutionBegan(Resolution began) {
        resolution = began;
    }

    @Override
    public void addressResolved(Address address) {
        if (address instanceof TcpAddress tcp) {
            resolved.add(tcp);
        }
    }

    @Override
    public void resolutionComplete() {
        resolution = null;
        if (over) {
            return;
        }
        stopTimer();
        if (resolved.isEmpty()) {
            fail(Failure.of(
                    new HostNotFoundException("cannot connect to " + endpoint.destination() + ": no such host", null)));
            return;
        }
        untried = interleaved(resolved);
        next();
    }

    /** The families take turns, the first address's first; within a family the order stays. RFC 8305, section 4. */
    static Queue<TcpAddress> interleaved(List<TcpAddress> addresses) {
        boolean firstIsIpv6 = IpLiterals.isIPv6Address(addresses.get(0).host());
        Queue<TcpAddress> same = new ArrayDeque<>();
        Queue<TcpAddress> other = new ArrayDeque<>();
        for (TcpAddress each : addresses) {
            (IpLiterals.isIPv6Address(each.host()) == firstIsIpv6 ? same : other).add(each);
        }
        Queue<TcpAddress> turns = new ArrayDeque<>();
        while (!same.isEmpty() || !other.isEmpty()) {
            if (!same.isEmpty()) {
                turns.add(same.remove());
            }
            if (!other.isEmpty()) {
                turns.add(other.remove());
            }
        }
        return turns;
    }

    // ---- attempts

    private void next() {
        stopTimer();
        TcpAddress address = untried.poll();
        if (address == null) {
            if (running.isEmpty() && lastFailure != null) {
                fail(lastFailure);
            }
            return;
        }
        if (!untried.isEmpty()) {
            timer = endpoint.time().callLater(endpoint.attemptDelay(), this::next);
        }
        Contender contender = new Contender();
        running.add(contender);
        contender.attempt = endpoint.attempt(address).connect(contender);
        contender.attempt.consume(this::connected, failure -> failed(contender, failure));
    }

    private void connected(P protocol) {
        if (!over) {
            end();
            result.callback(protocol);
        }
    }

    private void failed(Contender contender, Failure failure) {
        running.remove(contender);
        if (over) {
            return;
        }
        if (contender == winner) {
            fail(failure);
        } else if (winner == null) {
            lastFailure = failure;
            next();
        }
    }

    private void won(Contender contender) {
        winner = contender;
        stopTimer();
        untried.clear();
        cancelAllBut(contender);
    }

    private void cancelAllBut(@Nullable Contender kept) {
        for (Contender each : List.copyOf(running)) {
            if (each != kept && each.attempt != null) {
                each.attempt.cancel();
            }
        }
    }

    // ---- ending

    private void cancelled() {
        if (resolution != null) {
            resolution.cancel();
        }
        fail(Failure.of(new ConnectingCancelledException(endpoint.destination())));
        cancelAllBut(null);
    }

    private void fail(Failure why) {
        end();
        result.errback(why);
    }

    private void end() {
        over = true;
        stopTimer();
        untried.clear();
    }

    private void stopTimer() {
        if (timer != null && timer.active()) {
            timer.cancel();
        }
        timer = null;
    }

    /** Notes who has won. */
    private final class Contender implements Factory<P>, FactoryWrapper {

        /** Null while connect has not returned. */
        private @Nullable Deferred<P> attempt;

        @Override
        public @Nullable P buildProtocol(Address peer) throws Exception {
            P built = factory.buildProtocol(peer);
            if (built != null) {
                won(this);
            }
            return built;
        }

        @Override
        public Factory<?> wrapped() {
            return factory;
        }

        @Override
        public void startFactory() throws Exception {
            factory.startFactory();
        }

        @Override
        public void stopFactory() throws Exception {
            factory.stopFactory();
        }
    }
}
