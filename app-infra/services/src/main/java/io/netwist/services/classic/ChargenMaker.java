/* SPDX-License-Identifier: MIT */
package io.netwist.services.classic;

import io.netwist.application.Service;
import io.netwist.application.ServiceMaker;
import io.netwist.bridge.Factory;
import io.netwist.protocols.classic.Chargen;
import io.netwist.services.ListenAt;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** Makes servers that never end talking. Source: RFC 864. */
public final class ChargenMaker implements ServiceMaker<ChargenMaker.Options> {

    /** As {@link java.util.ServiceLoader} needs it. */
    public ChargenMaker() {}

    /** Where to listen. */
    public static final class Options {
        @Mixin
        private ListenAt listenAt = new ListenAt();

        /** As picocli needs it. */
        public Options() {}
    }

    @Override
    public String tapname() {
        return "chargen";
    }

    @Override
    public String description() {
        return "Sends characters for as long as they are taken.";
    }

    @Override
    public Options newOptions() {
        return new Options();
    }

    @Override
    public Service makeService(Options options) {
        return options.listenAt.serve(Factory.forProtocol(Chargen::new), Optional.empty());
    }
}
