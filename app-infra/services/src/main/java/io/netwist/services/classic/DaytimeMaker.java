/* SPDX-License-Identifier: MIT */
package io.netwist.services.classic;

import io.netwist.application.Service;
import io.netwist.application.ServiceMaker;
import io.netwist.bridge.Factory;
import io.netwist.protocols.classic.Daytime;
import io.netwist.services.ListenAt;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** Makes servers that tell the time to people. Source: RFC 867. */
public final class DaytimeMaker implements ServiceMaker<DaytimeMaker.Options> {

    /** As {@link java.util.ServiceLoader} needs it. */
    public DaytimeMaker() {}

    /** Where to listen. */
    public static final class Options {
        @Mixin
        private ListenAt listenAt = new ListenAt();

        /** As picocli needs it. */
        public Options() {}
    }

    @Override
    public String tapname() {
        return "daytime";
    }

    @Override
    public String description() {
        return "Tells the date and the time in words.";
    }

    @Override
    public Options newOptions() {
        return new Options();
    }

    @Override
    public Service makeService(Options options) {
        return options.listenAt.serve(Factory.forProtocol(Daytime::new), Optional.empty());
    }
}
