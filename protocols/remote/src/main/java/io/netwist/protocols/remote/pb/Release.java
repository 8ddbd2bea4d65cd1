/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.banana.ByteString;
import java.lang.ref.Cleaner;

/**
 * Tells the peer, once, that something of its own is not held any more; knows the broker and not the holder, which it would
 * keep from being collected.
 *
 * @param broker the connection
 * @param word what to say
 * @param name of what
 */
record Release(Broker broker, ByteString word, Object name) implements Runnable {
    private static final Cleaner CLEANER = Cleaner.create();

    static Cleaner.Cleanable of(Object holder, Broker broker, ByteString word, Object name) {
        return CLEANER.register(holder, new Release(broker, word, name));
    }

    @Override
    public void run() {
        broker.releaseLater(word, name);
    }
}
