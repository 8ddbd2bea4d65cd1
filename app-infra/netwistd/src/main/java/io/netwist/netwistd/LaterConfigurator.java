/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Keeps Logback from looking for a configuration of its own: {@link Logs} makes one when the command line is known. Whoever
 * names a file by {@code -Dlogback.configurationFile} gets that.
 */
public final class LaterConfigurator extends ContextAwareBase implements Configurator {

    /** As {@link java.util.ServiceLoader} needs it. */
    public LaterConfigurator() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        return System.getProperty("logback.configurationFile") == null
                ? ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY
                : ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
}
