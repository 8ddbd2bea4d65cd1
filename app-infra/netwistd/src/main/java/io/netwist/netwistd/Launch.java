/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.Application;
import io.netwist.application.ProcessSettings;
import io.netwist.application.UsageException;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.netty.NettyTransport;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What surrounds the run of an application: the reactor, the pid file, the recording. */
final class Launch {

    private static final Logger LOG = LoggerFactory.getLogger(Netwistd.class);

    private final ProcessOptions process;
    private final NettyTransport transport;
    private final Duration stopTimeout;

    /** Checks what can be checked before anything is done. */
    Launch(ProcessOptions process) {
        this.process = process;
        transport = Reactors.named(process.reactor);
        stopTimeout = seconds("--stop-timeout", process.stopTimeout);
    }

    private static Duration seconds(String option, String text) {
        try {
            double seconds = Double.parseDouble(text);
            if (seconds >= 0 && seconds <= 1e9) {
                return Duration.ofMillis(Math.round(seconds * 1000));
            }
        } catch (NumberFormatException e) {
            // Said below, with the value.
        }
        throw new UsageException(option + ": " + text + " (expected: seconds, 0 or more)");
    }

    /**
     * Runs to the end.
     *
     * @param source makes the application
     * @param logs where the log goes
     * @param complain tells the operator why it does not start
     * @return the exit status
     * @throws Exception if it does not come to a run
     */
    int run(ApplicationSource source, Logs logs, Consumer<Throwable> complain) throws Exception {
        Application application = source.load();
        ProcessSettings wanted = application.processSettings();
        Privileges privileges =
                Privileges.of(process.uid.or(wanted::uid), process.gid.or(wanted::gid), process.chroot, process.rundir);
        NettyReactor reactor = reactor();
        LOG.info(
                "{} by netwistd {} ({} {}) starting up, pid {}, reactor {}",
                wanted.processName().or(application::name).orElse(""),
                Netwistd.version(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                ProcessHandle.current().pid(),
                transport.resolve().name().toLowerCase(Locale.ROOT));
        Run.Surroundings surroundings = new Run.Surroundings(
                () -> privileges.drop(process.files()),
                () -> {
                    logs.reopen();
                    return source.reload();
                },
                complain,
                Launch::served);
        int status = guarded(() -> new Run(application, reactor, stopTimeout, surroundings).run());
        LOG.info("shut down, status {}", status);
        return status;
    }

    private NettyReactor reactor() {
        try {
            return NettyReactor.builder()
                    .transport(transport)
                    .installSignalHandlers(false)
                    .name("main")
                    .create();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--reactor: " + e.getMessage(), e);
        }
    }

    private int guarded(IntSupplier run) {
        PidFile pidFile =
                process.pidfile.map(Relaunch::resolve).map(PidFile::take).orElse(null);
        Profile profile = null;
        try {
            profile = process.profile.map(Relaunch::resolve).map(Profile::start).orElse(null);
            return run.getAsInt();
        } finally {
            close(profile);
            close(pidFile);
        }
    }

    private static void close(@Nullable AutoCloseable resource) {
        try {
            if (resource != null) {
                resource.close();
            }
        } catch (Exception e) {
            LOG.error("{} cannot be closed", resource, e);
        }
    }

    private static void served() {
        if (Relaunch.isDaemon()) {
            Relaunch.serves();
        }
    }
}
