/* SPDX-License-Identifier: MIT */
package io.netwist.samples.plugin;

import io.netty.buffer.ByteBuf;
import io.netwist.application.Service;
import io.netwist.application.ServiceMaker;
import io.netwist.application.TcpServer;
import io.netwist.application.UsageException;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import picocli.CommandLine.Option;

/** {@code netwistd sample-echo --port N}: the echo server as a plugin. */
public final class SampleEchoMaker implements ServiceMaker<SampleEchoMaker.Options> {

    /** As {@link java.util.ServiceLoader} needs it. */
    public SampleEchoMaker() {}

    /** What can be said on the command line. */
    public static final class Options {
        @Option(names = "--port", paramLabel = "N", description = "Where to listen. [default: 8000]")
        private int port = 8000;

        /** As picocli needs it. */
        public Options() {}
    }

    private static final class Echo extends BaseProtocol {
        @Override
        public void dataReceived(ByteBuf data) {
            transport().write(data.retain());
        }
    }

    @Override
    public String tapname() {
        return "sample-echo";
    }

    @Override
    public String description() {
        return "Sends back what it receives; an example of a plugin.";
    }

    @Override
    public Options newOptions() {
        return new Options();
    }

    @Override
    public Service makeService(Options options) {
        if (options.port < 0 || options.port > 65535) {
            throw new UsageException("--port: " + options.port + " (expected: 0..65535)");
        }
        return new TcpServer(
                options.port,
                Factory.forProtocol(Echo::new),
                ListenOptions.defaults().withInterface("127.0.0.1"));
    }
}
