/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the contracts connect: notes everything that happens to it. */
class ContractProtocol extends BaseProtocol {

    /** "made", "lost X" and whatever a check adds. */
    final List<String> events = new ArrayList<>();

    final StringBuilder received = new StringBuilder();
    final Deferred<@Nullable Void> made = new Deferred<>();
    final Deferred<Failure> lost = new Deferred<>();
    private @Nullable Deferred<@Nullable Void> waiting;
    private int wanted;

    /** Callbacks under way; more than one is a breach. */
    private int depth;

    /** Done on dataReceived. */
    @Nullable
    Effect onData;

    /** Something a check does. */
    interface Effect {
        void run(ContractProtocol self) throws Exception;
    }

    @Override
    public void connectionMade() throws Exception {
        enter("made");
        made.callback(null);
        depth--;
    }

    @Override
    public void dataReceived(ByteBuf data) throws Exception {
        enter("");
        Check.that(data.isReadable(), "dataReceived with nothing");
        received.append(data.toString(StandardCharsets.ISO_8859_1));
        try {
            if (onData != null) {
                onData.run(this);
            }
            if (waiting != null && received.length() >= wanted) {
                Deferred<@Nullable Void> told = waiting;
                waiting = null;
                told.callback(null);
            }
        } finally {
            depth--;
        }
    }

    @Override
    public void connectionLost(Failure reason) throws Exception {
        enter("lost " + reason.value().getClass().getSimpleName());
        depth--;
        lost.callbackValue(reason);
    }

    /** Enters a callback, or anything that no callback may be called from. */
    final void enter(String event) {
        if (depth != 0) {
            events.add("NESTED " + event);
        }
        depth++;
        if (!event.isEmpty()) {
            events.add(event);
        }
    }

    final void leave() {
        depth--;
    }

    /** Fired when that many bytes have come. */
    Deferred<@Nullable Void> whenReceived(int bytes) {
        if (received.length() >= bytes) {
            return Deferred.succeed(null);
        }
        wanted = bytes;
        Deferred<@Nullable Void> reached = new Deferred<>();
        waiting = reached;
        return reached;
    }
}
