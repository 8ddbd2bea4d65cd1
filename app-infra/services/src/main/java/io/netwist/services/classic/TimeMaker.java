/* SPDX-License-Identifier: MIT */
package io.netwist.services.classic;

import io.netwist.application.Service;
import io.netwist.application.ServiceMaker;
import io.netwist.bridge.Factory;
import io.netwist.protocols.classic.Time;
import io.netwist.services.ListenAt;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** Makes servers that tell the time to machines. Source: RFC 868. */
public final class TimeMaker implements ServiceMaker<TimeMaker.Options> {

    /** As {@link java.util.ServiceLoader} needs it. */
    public TimeMaker() {}

    /** Where to listen. */
    public static final class Options {
        @Mixin
        private ListenAt listenAt = new ListenAt();

        /** As picocli needs it. */
        public Options() {}
    }

    @Override
    public String tapname() {
        return "time";
    }

    @Override
    public String description() {
        return "Tells the time as a number of seconds.";
    }

    @Override
    public Options newOptions() {
        return new Options();
    }

    @Override
    public Service makeService(Options options) {
        return options.listenAt.serve(Factory.forProtocol(Time::new), Optional.empty());
    }
}
