/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.classic;

import io.netwist.bridge.Transport;
import java.util.function.Supplier;

/** Sends a quote of the day and closes. Source: {@code twisted.protocols.wire.QOTD}, RFC 865. */
public final class QOTD extends OneAnswer {

    private final Supplier<String> quote;

    /** Makes one that always knows the same. */
    public QOTD() {
        this(() -> "An apple a day keeps the doctor away.");
    }

    /**
     * Makes one, for one connection.
     *
     * @param quote gives the text, without the end of its last line; must not block
     */
    public QOTD(Supplier<String> quote) {
        this.quote = quote;
    }

    @Override
    void answer(Transport transport) {
        transport.write(quote.get() + "\r\n");
    }
}
