/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** What is logged while it is open, instead of where it would go. Public, since tests of several packages use it. */
public final class LogCapture implements AutoCloseable {

    private final Logger logger;
    private final ListAppender<ILoggingEvent> appender;
    private final Level level;

    private LogCapture(Logger logger, Consumer<String> listener) {
        this.logger = logger;
        this.level = logger.getLevel();
        this.appender = new ListAppender<>() {
            @Override
            protected void append(ILoggingEvent event) {
                super.append(event);
                listener.accept(event.getFormattedMessage());
            }
        };
    }

    public static LogCapture of(String name) {
        return of(name, message -> {});
    }

    /** Tells the listener of each message as well, on the thread that logs it. */
    public static LogCapture of(String name, Consumer<String> listener) {
        LogCapture capture = new LogCapture((Logger) LoggerFactory.getLogger(name), listener);
        capture.appender.start();
        capture.logger.addAppender(capture.appender);
        capture.logger.setAdditive(false);
        return capture;
    }

    /** Captures what is logged for debugging, too. */
    public LogCapture withDebug() {
        return at(Level.DEBUG);
    }

    /** Captures what is as important as that, whatever the tests' configuration lets through. */
    public LogCapture at(Level level) {
        logger.setLevel(level);
        return this;
    }

    public List<ILoggingEvent> errors() {
        return appender.list.stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .toList();
    }

    /** Everything at any level that came with an exception. */
    public List<Throwable> thrown() {
        return appender.list.stream()
                .filter(event -> event.getThrowableProxy() != null)
                .map(LogCapture::thrown)
                .toList();
    }

    public List<String> messages() {
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    public static Throwable thrown(ILoggingEvent event) {
        return ((ThrowableProxy) event.getThrowableProxy()).getThrowable();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
        logger.setLevel(level);
    }
}
