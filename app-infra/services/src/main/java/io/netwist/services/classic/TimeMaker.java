/* SPDX-License-Identifier: MIT */
package io.netwist.services.classic;

import io.netwist.bridge.Factory;
import io.netwist.protocols.classic.Time;

/** Makes servers that tell the time to machines. Source: RFC 868. */
public final class TimeMaker extends ClassicMaker {

    /** As {@link java.util.ServiceLoader} needs it. */
    public TimeMaker() {
        super("time", "Tells the time as a number of seconds.", Factory.forProtocol(Time::new));
    }
}
