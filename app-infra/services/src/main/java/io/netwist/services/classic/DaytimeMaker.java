/* SPDX-License-Identifier: MIT */
package io.netwist.services.classic;

import io.netwist.bridge.Factory;
import io.netwist.protocols.classic.Daytime;

/** Makes servers that tell the time to people. Source: RFC 867. */
public final class DaytimeMaker extends ClassicMaker {

    /** As {@link java.util.ServiceLoader} needs it. */
    public DaytimeMaker() {
        super("daytime", "Tells the date and the time in words.", Factory.forProtocol(Daytime::new));
    }
}
