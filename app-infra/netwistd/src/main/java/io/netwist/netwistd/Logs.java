/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.Layout;
import io.netwist.application.UsageException;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Where the log goes. Set in code: looking for and reading XML takes longer than the rest of a start. Whoever names a file
 * by {@code -Dlogback.configurationFile} has that instead.
 */
final class Logs {

    private final @Nullable LogFile file;

    private Logs(@Nullable LogFile file) {
        this.file = file;
    }

    static Logs start(ProcessOptions options) {
        Level level = Level.INFO;
        for (String each : options.logLevel) {
            int equals = each.indexOf('=');
            if (equals < 0) {
                level = level(each);
            }
        }
        if (options.debug) {
            level = Level.DEBUG;
        }
        if (System.getProperty("logback.configurationFile") != null) {
            return new Logs(null);
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Layout<ILoggingEvent> layout = layout(options.logFormat);
        layout.setContext(context);
        layout.start();
        LogFile file = options.logsToFile() ? open(options, layout) : null;
        Appender<ILoggingEvent> appender = file != null ? file : new ConsoleLog(layout);
        appender.setContext(context);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(appender);
        // Netty tells at DEBUG what it found in the system, several screens of it.
        context.getLogger("io.netty").setLevel(level.isGreaterOrEqual(Level.INFO) ? level : Level.INFO);
        for (String each : options.logLevel) {
            int equals = each.indexOf('=');
            if (equals >= 0) {
                context.getLogger(each.substring(0, equals)).setLevel(level(each.substring(equals + 1)));
            }
        }
        StandardStreams.toLog();
        return new Logs(file);
    }

    private static LogFile open(ProcessOptions options, Layout<ILoggingEvent> layout) {
        try {
            return new LogFile(
                    Relaunch.resolve(options.logfile()), options.logMaxSize * 1_000_000L, options.logKeep, layout);
        } catch (IOException e) {
            throw new StartException("--logfile: " + Explanation.of(e), e);
        }
    }

    private static Layout<ILoggingEvent> layout(String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "text" -> new LineLayout();
            case "json" -> new JsonLayout();
            default -> throw new UsageException("--log-format: " + format + " (expected: text or json)");
        };
    }

    private static Level level(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "trace" -> Level.TRACE;
            case "debug" -> Level.DEBUG;
            case "info" -> Level.INFO;
            case "warn" -> Level.WARN;
            case "error", "critical" -> Level.ERROR;
            case "off" -> Level.OFF;
            default ->
                throw new UsageException(
                        "--log-level: " + name + " (expected: trace, debug, info, warn, error or off)");
        };
    }

    /** Opens the log file by its name again, for whoever has moved it. From any thread. */
    void reopen() {
        if (file != null) {
            file.reopen();
        }
    }

    static void stop() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }
}
