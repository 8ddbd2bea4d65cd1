/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The log on standard output, the real one: {@code System.out} leads into the log, see {@link StandardStreams}.
 *
 * <p>Threading: any; one event at a time.
 */
final class ConsoleLog extends AppenderBase<ILoggingEvent> {

    private final Layout<ILoggingEvent> layout;
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

    ConsoleLog(Layout<ILoggingEvent> layout) {
        this.layout = layout;
    }

    @Override
    protected void append(ILoggingEvent event) {
        try {
            out.write(layout.doLayout(event).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            addError("cannot write to standard output", e);
        }
    }
}
