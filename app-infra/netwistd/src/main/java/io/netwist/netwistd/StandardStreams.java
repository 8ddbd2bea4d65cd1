/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what a program prints part of its log: each line that is complete becomes an event, of level info for standard
 * output and error for standard error.
 *
 * <p>Source: {@code twisted.logger.LoggingFile}.
 */
final class StandardStreams {

    private StandardStreams() {}

    static void toLog() {
        Logger out = LoggerFactory.getLogger("stdout");
        Logger err = LoggerFactory.getLogger("stderr");
        System.setOut(stream(out::info));
        System.setErr(stream(err::error));
    }

    private static PrintStream stream(Consumer<String> log) {
        return new PrintStream(new Lines(log), false, StandardCharsets.UTF_8);
    }

    /** Threading: its print stream lets one thread in at a time. */
    static final class Lines extends OutputStream {
        private static final Charset CHARSET = StandardCharsets.UTF_8;

        private final Consumer<String> log;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(Consumer<String> log) {
            this.log = log;
        }

        @Override
        public void write(int b) {
            if (b == '\n') {
                String text = line.toString(CHARSET);
                line.reset();
                log.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
            } else {
                line.write(b);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                write(bytes[i]);
            }
        }
    }
}
