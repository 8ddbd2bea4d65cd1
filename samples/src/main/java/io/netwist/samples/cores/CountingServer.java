/* SPDX-License-Identifier: MIT */
package io.netwist.samples.cores;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.netty.ReactorGroup;
import io.netwist.deferred.Deferred;

/**
 * Tells each visitor its number, out of two counts: that of the reactor that it was dealt to, kept without a lock, and that of
 * all reactors together, kept by the first and asked for by the others.
 */
public final class CountingServer implements Factory<CountingServer.Visit> {

    private final Total total;
    private int ours;

    /** What all reactors share. It belongs to one of them, and only its thread touches the number. */
    static final class Total {
        private final Reactor keeper;
        private int visits;

        Total(Reactor keeper) {
            this.keeper = keeper;
        }

        /** May be called on any reactor's thread, and answers there. */
        Deferred<Integer> next() {
            return keeper.ask(() -> Deferred.succeed(++visits));
        }
    }

    CountingServer(Total total) {
        this.total = total;
    }

    @Override
    public Visit buildProtocol(Address peer) {
        ours++;
        return new Visit();
    }

    /** One connection, which is told its numbers and closed. */
    final class Visit extends BaseProtocol {
        @Override
        public void connectionMade() {
            int number = ours;
            total.next()
                    .onSuccess(all ->
                            transport().write("visit " + number + " of " + reactor() + ", " + all + " of all\r\n"))
                    .handleFailure(failure -> transport().write("sorry, closing\r\n"))
                    .onFired(outcome -> transport().loseConnection());
        }
    }

    /**
     * Serves on all cores until it is interrupted.
     *
     * @param arguments the port
     */
    public static void main(String[] arguments) {
        int cores = Runtime.getRuntime().availableProcessors();
        try (ReactorGroup group = ReactorGroup.of(cores, NettyReactor.builder().name("core"))) {
            Total total = new Total(group.reactors().get(0));
            Address address = group.listenTCP(Integer.parseInt(arguments[0]), reactor -> new CountingServer(total))
                    .getHost();
            System.out.println("listening on " + address);
            group.run();
        }
    }
}
