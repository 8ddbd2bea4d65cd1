/* SPDX-License-Identifier: MIT */
package io.netwist.services.echo;

import io.netwist.application.Service;
import io.netwist.application.ServiceMaker;
import io.netwist.bridge.Factory;
import io.netwist.protocols.classic.Echo;
import io.netwist.services.ListenAt;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** Makes echo servers. */
public final class EchoMaker implements ServiceMaker<EchoMaker.Options> {

    /** As {@link java.util.ServiceLoader} needs it. */
    public EchoMaker() {}

    /** Where to listen. */
    public static final class Options {
        @Mixin
        private ListenAt listenAt = new ListenAt();

        /** As picocli needs it. */
        public Options() {}
    }

    @Override
    public String tapname() {
        return "echo";
    }

    @Override
    public String description() {
        return "Sends back what it receives.";
    }

    @Override
    public Options newOptions() {
        return new Options();
    }

    @Override
    public Service makeService(Options options) {
        return options.listenAt.serve(Factory.forProtocol(Echo::new), Optional.empty());
    }
}
