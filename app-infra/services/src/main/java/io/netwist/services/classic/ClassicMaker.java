/* SPDX-License-Identifier: MIT */
package io.netwist.services.classic;

import io.netwist.application.Service;
import io.netwist.application.ServiceMaker;
import io.netwist.bridge.Factory;
import io.netwist.services.ListenAt;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** Makes a service of which there is nothing to say but where it listens. */
abstract class ClassicMaker implements ServiceMaker<ClassicMaker.Options> {

    private final String tapname;
    private final String description;
    private final Factory<?> factory;

    /** Where to listen. */
    public static final class Options {
        @Mixin
        private ListenAt listenAt = new ListenAt();

        /** As picocli needs it. */
        public Options() {}
    }

    ClassicMaker(String tapname, String description, Factory<?> factory) {
        this.tapname = tapname;
        this.description = description;
        this.factory = factory;
    }

    @Override
    public final String tapname() {
        return tapname;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final Options newOptions() {
        return new Options();
    }

    @Override
    public final Service makeService(Options options) {
        return options.listenAt.serve(factory, Optional.empty());
    }
}
