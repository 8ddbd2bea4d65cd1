/* SPDX-License-Identifier: MIT */
package io.netwist.services.classic;

import io.netwist.application.Service;
import io.netwist.application.ServiceMaker;
import io.netwist.bridge.Factory;
import io.netwist.protocols.classic.IdentServer;
import io.netwist.protocols.classic.ProcIdentLookup;
import io.netwist.services.ListenAt;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** Makes servers that tell who owns a connection of this machine. Source: RFC 1413. */
public final class IdentMaker implements ServiceMaker<IdentMaker.Options> {

    /** The port of RFC 1413, where clients ask. */
    private static final String DEFAULT_PLACE = "tcp:113";

    private static final Path CONNECTIONS = Path.of("/proc/net/tcp");

    /** As {@link java.util.ServiceLoader} needs it. */
    public IdentMaker() {}

    /** Where to listen. */
    public static final class Options {
        @Mixin
        private ListenAt listenAt = new ListenAt();

        /** As picocli needs it. */
        public Options() {}
    }

    @Override
    public String tapname() {
        return "ident";
    }

    @Override
    public String description() {
        return "Tells which user of this machine owns an IPv4 connection (Linux).";
    }

    @Override
    public Options newOptions() {
        return new Options();
    }

    @Override
    public Service makeService(Options options) throws NoSuchFileException {
        if (!Files.isReadable(CONNECTIONS)) {
            throw new NoSuchFileException(CONNECTIONS.toString());
        }
        return options.listenAt.serveEach(
                reactor -> {
                    ProcIdentLookup lookup = new ProcIdentLookup(reactor);
                    return Factory.forProtocol(() -> new IdentServer(lookup));
                },
                Optional.of(DEFAULT_PLACE));
    }
}
