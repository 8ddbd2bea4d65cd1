/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import java.util.List;
import java.util.function.Consumer;

/** Deals connections out in turn: to the reactor that accepts, then to each of the others. On the accepting thread. */
final class Dealer implements Consumer<Channel> {

    private final Reception own;
    private final List<DealtShare> others;

    /** Whose turn it is; 0 is ours. */
    private int turn;

    Dealer(Reception own, List<DealtShare> others) {
        this.own = own;
        this.others = List.copyOf(others);
    }

    @Override
    public void accept(Channel child) {
        for (int i = 0; i <= others.size(); i++) {
            int next = turn;
            turn = (turn + 1) % (others.size() + 1);
            if (next == 0) {
                own.take(child);
                return;
            }
            if (others.get(next - 1).deal(child)) {
                return;
            }
        }
    }
}
