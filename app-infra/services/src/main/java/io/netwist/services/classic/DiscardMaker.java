/* SPDX-License-Identifier: MIT */
package io.netwist.services.classic;

import io.netwist.application.Service;
import io.netwist.application.ServiceMaker;
import io.netwist.bridge.Factory;
import io.netwist.protocols.classic.Discard;
import io.netwist.services.ListenAt;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** Makes servers that listen and say nothing. Source: RFC 863. */
public final class DiscardMaker implements ServiceMaker<DiscardMaker.Options> {

    /** As {@link java.util.ServiceLoader} needs it. */
    public DiscardMaker() {}

    /** Where to listen. */
    public static final class Options {
        @Mixin
        private ListenAt listenAt = new ListenAt();

        /** As picocli needs it. */
        public Options() {}
    }

    @Override
    public String tapname() {
        return "discard";
    }

    @Override
    public String description() {
        return "Throws away what it receives.";
    }

    @Override
    public Options newOptions() {
        return new Options();
    }

    @Override
    public Service makeService(Options options) {
        return options.listenAt.serve(Factory.forProtocol(Discard::new), Optional.empty());
    }
}
