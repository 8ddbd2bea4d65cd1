/* SPDX-License-Identifier: MIT */
package io.netwist.services.classic;

import io.netwist.bridge.Factory;
import io.netwist.protocols.classic.Chargen;

/** Makes servers that never end talking. Source: RFC 864. */
public final class ChargenMaker extends ClassicMaker {

    /** As {@link java.util.ServiceLoader} needs it. */
    public ChargenMaker() {
        super("chargen", "Sends characters for as long as they are taken.", Factory.forProtocol(Chargen::new));
    }
}
