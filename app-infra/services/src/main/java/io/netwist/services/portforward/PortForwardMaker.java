/* SPDX-License-Identifier: MIT */
package io.netwist.services.portforward;

import io.netwist.application.Service;
import io.netwist.application.ServiceMaker;
import io.netwist.application.UsageException;
import io.netwist.bridge.endpoint.Endpoints;
import io.netwist.protocols.basic.PortForwarder;
import io.netwist.services.ListenAt;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes servers that pass each connection on to another. */
public final class PortForwardMaker implements ServiceMaker<PortForwardMaker.Options> {

    /** As {@link java.util.ServiceLoader} needs it. */
    public PortForwardMaker() {}

    /** From where and to where. */
    public static final class Options {
        @Mixin
        private ListenAt listenAt = new ListenAt();

        @Option(
                names = "--to",
                paramLabel = "ENDPOINT",
                description = "Where to connect for each client, for example tcp:db.example.org:5432.")
        private @Nullable String to;

        @Option(
                names = {"-d", "--dest-port", "--dest_port"},
                paramLabel = "N",
                description = "Short for --to tcp:HOST:N.")
        private @Nullable String port;

        @Option(
                names = {"-h", "--host"},
                paramLabel = "HOST",
                description = "The host for --dest-port. [default: localhost]")
        private @Nullable String host;

        /** As picocli needs it. */
        public Options() {}
    }

    @Override
    public String tapname() {
        return "portforward";
    }

    @Override
    public String description() {
        return "Connects each client to a server elsewhere.";
    }

    @Override
    public Options newOptions() {
        return new Options();
    }

    @Override
    public Service makeService(Options options) {
        String destination = destination(options);
        return options.listenAt.serveEach(
                reactor -> new PortForwarder(Endpoints.clientFromString(reactor, destination)), Optional.empty());
    }

    private static String destination(Options options) {
        String to = options.to;
        String port = options.port;
        if (to != null) {
            if (port != null || options.host != null) {
                throw new UsageException("--to: " + to + " together with --dest-port or --host (expected: one way)");
            }
            try {
                Endpoints.checkClient(to);
            } catch (IllegalArgumentException e) {
                throw new UsageException("--to: " + e.getMessage(), e);
            }
            return to;
        }
        if (port == null) {
            throw new UsageException("no destination (expected: --to ENDPOINT, for example --to tcp:localhost:8000)");
        }
        String host = options.host == null ? "localhost" : options.host;
        return "tcp:" + Endpoints.quoteStringArgument(host) + ":" + checkedPort(port);
    }

    private static int checkedPort(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, with the value.
        }
        throw new UsageException("--dest-port: " + text + " (expected: 1..65535)");
    }
}
