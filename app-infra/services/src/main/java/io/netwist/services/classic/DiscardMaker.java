/* SPDX-License-Identifier: MIT */
package io.netwist.services.classic;

import io.netwist.bridge.Factory;
import io.netwist.protocols.classic.Discard;

/** Makes servers that listen and say nothing. Source: RFC 863. */
public final class DiscardMaker extends ClassicMaker {

    /** As {@link java.util.ServiceLoader} needs it. */
    public DiscardMaker() {
        super("discard", "Throws away what it receives.", Factory.forProtocol(Discard::new));
    }
}
