/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * One line per event: time with its offset, level, logger, message, then {@code name=value} pairs. Further lines, those of
 * a stack trace for example, begin with a tab.
 *
 * <p>Source: {@code twisted.logger.formatEventAsClassicLogText}. Written out because Logback's pattern compiler costs a
 * tenth of the time a launcher takes to start.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    private final ZoneId zone = ZoneId.systemDefault();

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(ZonedDateTime.ofInstant(Instant.ofEpochMilli(event.getTimeStamp()), zone), line);
        String logger = event.getLoggerName();
        line.append(' ').append(event.getLevel());
        line.append(" [")
                .append(logger, logger.lastIndexOf('.') + 1, logger.length())
                .append("] ");
        append(line, event.getFormattedMessage());
        for (Map.Entry<String, String> each : event.getMDCPropertyMap().entrySet()) {
            append(line.append(' ').append(each.getKey()).append('='), each.getValue());
        }
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair each : event.getKeyValuePairs()) {
                String value = String.valueOf(each.value);
                // A line of a child begins with the child's name, which may be a long command.
                if (!event.getFormattedMessage().startsWith("[" + value + "]")) {
                    append(line.append(' ').append(each.key).append('='), value);
                }
            }
        }
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append('\t');
            append(line, ThrowableProxyUtil.asString(event.getThrowableProxy()).strip());
            line.append('\n');
        }
        return line.toString();
    }

    /** A line break in a message must not look like the next event. */
    private static void append(StringBuilder line, String text) {
        if (text.indexOf('\n') < 0) {
            line.append(text);
        } else {
            line.append(text.replaceAll("\\R\t?", "\n\t"));
        }
    }
}
