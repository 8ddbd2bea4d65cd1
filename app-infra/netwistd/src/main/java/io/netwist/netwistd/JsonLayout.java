/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * One flat JSON object per line: {@code time}, {@code level}, {@code logger}, {@code thread}, {@code message}, then the
 * pairs of the context and of the event as they are named, then {@code exception}.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder json = new StringBuilder(240);
        json.append("{\"time\":\"")
                .append(Instant.ofEpochMilli(event.getTimeStamp()))
                .append('"');
        field(json, "level", String.valueOf(event.getLevel()));
        field(json, "logger", event.getLoggerName());
        field(json, "thread", event.getThreadName());
        field(json, "message", event.getFormattedMessage());
        for (Map.Entry<String, String> each : event.getMDCPropertyMap().entrySet()) {
            field(json, each.getKey(), each.getValue());
        }
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair each : event.getKeyValuePairs()) {
                if (each.value instanceof Number || each.value instanceof Boolean) {
                    quote(json.append(','), each.key);
                    json.append(':').append(each.value);
                } else {
                    field(json, each.key, String.valueOf(each.value));
                }
            }
        }
        if (event.getThrowableProxy() != null) {
            field(
                    json,
                    "exception",
                    ThrowableProxyUtil.asString(event.getThrowableProxy()).strip());
        }
        return json.append("}\n").toString();
    }

    private static void field(StringBuilder json, String name, String value) {
        quote(json.append(','), name);
        quote(json.append(':'), value);
    }

    static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x2028 || c == 0x2029 || (Character.isSurrogate(c) && lonely(text, i))) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    private static boolean lonely(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
}
