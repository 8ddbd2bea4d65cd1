/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.Factory;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Failure;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what goes over each connection to a file of its own, for looking into a protocol.
 *
 * <p>The files are {@code PREFIX-1}, {@code PREFIX-2} and so on. A line {@code *} is the connection, {@code C 5:} is 5 bytes
 * received and what they were, {@code S 5:} is 5 bytes sent, {@code SV 2:} is two pieces sent at once, and two lines tell of
 * closing and of the end. A file that cannot be written is logged, once, and the connection goes on. Files are written on
 * the reactor's thread: this is a tool for looking, not for production. Source: {@code
 * twisted.protocols.policies.TrafficLoggingFactory}.
 */
public final class TrafficLoggingFactory extends WrappingFactory {

    private static final Logger LOG = LoggerFactory.getLogger(TrafficLoggingFactory.class);
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final Path prefix;
    private final int lengthLimit;
    private int counter;

    /**
     * Makes one that writes everything.
     *
     * @param wrapped makes the protocols inside
     * @param prefix where the files are, and how their names begin
     */
    public TrafficLoggingFactory(Factory<?> wrapped, Path prefix) {
        this(wrapped, prefix, NO_LIMIT);
    }

    /**
     * Makes one.
     *
     * @param wrapped makes the protocols inside
     * @param prefix where the files are, and how their names begin
     * @param lengthLimit how many bytes of each piece are written
     */
    public TrafficLoggingFactory(Factory<?> wrapped, Path prefix, int lengthLimit) {
        super(wrapped);
        if (lengthLimit < 1) {
            throw new IllegalArgumentException("lengthLimit: " + lengthLimit + " (expected: 1 or more)");
        }
        this.prefix = prefix;
        this.lengthLimit = lengthLimit;
    }

    /** Numbers the next file 1 again. */
    public void resetCounter() {
        counter = 0;
    }

    @Override
    protected ConnectionPolicy policyFor(Address peer) throws IOException {
        counter++;
        return new Log(Files.newBufferedWriter(Path.of(prefix + "-" + counter), StandardCharsets.ISO_8859_1));
    }

    private final class Log implements ConnectionPolicy {
        private final BufferedWriter file;
        private boolean broken;

        Log(BufferedWriter file) {
            this.file = file;
        }

        private void line(String text) {
            if (broken) {
                return;
            }
            try {
                file.write(text);
                file.write('\n');
                file.flush();
            } catch (IOException e) {
                broken = true;
                LOG.error("cannot log traffic to {}-*", prefix, e);
            }
        }

        private String shown(ByteBuf data) {
            int length = data.readableBytes();
            if (length <= lengthLimit) {
                return data.toString(StandardCharsets.ISO_8859_1);
            }
            return data.toString(data.readerIndex(), lengthLimit, StandardCharsets.ISO_8859_1) + "<... "
                    + (length - lengthLimit) + " bytes elided>";
        }

        @Override
        public void connected(ProtocolWrapper connection) {
            line("*");
        }

        @Override
        public void received(ByteBuf data) {
            line("C " + data.readableBytes() + ": " + shown(data));
        }

        @Override
        public void writing(ByteBuf data) {
            line("S " + data.readableBytes() + ": " + shown(data));
        }

        @Override
        public void writingSequence(List<ByteBuf> pieces) {
            line("SV " + pieces.size() + ": " + pieces.stream().map(this::shown).toList());
        }

        @Override
        public void closing() {
            line("S close");
        }

        @Override
        public void lost(Failure reason) throws IOException {
            line("lost: " + reason.getErrorMessage());
            file.close();
        }
    }
}
