/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.ReactorStreams;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.PipeAddress;
import io.netwist.bridge.error.NoProtocol;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * "Listens" on standard input and output: one connection, there at once, whose addresses are {@link PipeAddress}.
 *
 * <p>Its protocol gets what is typed or piped in; at the end of the input a {@code HalfCloseable} protocol may go on
 * writing, any other has lost its connection. Nothing else should write to {@code System.out} meanwhile. Source: {@code
 * StandardIOEndpoint} and {@code twisted.internet.stdio.StandardIO}.
 */
public final class StandardIOEndpoint implements ServerEndpoint {

    private final Reactor reactor;
    private final InputStream in;
    private final OutputStream out;

    /**
     * This process's own streams.
     *
     * @param reactor runs the connection
     */
    public StandardIOEndpoint(Reactor reactor) {
        // Not System.in and System.out, which buffer and convert.
        this(reactor, new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    }

    /**
     * Any two streams that block.
     *
     * @param reactor runs the connection
     * @param in read on a thread of its own
     * @param out written on a thread of its own; flushed after every write and left open, unless the protocol calls {@code
     *     loseWriteConnection}
     */
    public StandardIOEndpoint(Reactor reactor, InputStream in, OutputStream out) {
        this.reactor = reactor;
        this.in = in;
        this.out = out;
    }

    /**
     * Builds the one protocol and connects it.
     *
     * @param factory makes it
     * @return stands for the connection: {@code stopListening} closes it
     */
    @Override
    public Deferred<ListeningPort> listen(Factory<?> factory) {
        return Deferreds.maybe(() -> {
            Protocol protocol = factory.buildProtocol(new PipeAddress());
            if (protocol == null) {
                throw new NoProtocol(factory.getClass().getName() + " gave no protocol for standard input and output");
            }
            if (!(reactor instanceof ReactorStreams streams)) {
                throw new UnsupportedOperationException(
                        "reactor: " + reactor.getClass().getName() + " (expected: one that is a ReactorStreams)");
            }
            return new Connected(streams.connectStreams(in, out, protocol));
        });
    }

    @Override
    public String toString() {
        return "stdio:";
    }

    private record Connected(Transport transport) implements ListeningPort {

        @Override
        public Address getHost() {
            return transport.getHost();
        }

        @Override
        public void startListening() {
            throw new IllegalStateException("startListening: standard input and output are connected once");
        }

        @Override
        public Deferred<@Nullable Void> stopListening() {
            transport.loseConnection();
            return transport.whenConnectionLost().addCallback(reason -> null);
        }
    }
}
