/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.Application;
import io.netwist.application.ProcessSettings;
import io.netwist.application.ServiceMaker;
import io.netwist.application.ServiceMakers.Broken;
import io.netwist.application.UsageException;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.netty.NettyTransport;
import io.netwist.bridge.process.Signals;
import io.netwist.deferred.Deferred;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * Runs a service by its name, or an application from a file: {@code netwistd web --path .}, {@code netwistd -y
 * EchoServer.java}.
 *
 * <p>Source: {@code twisted.scripts.twistd}.
 */
public final class Netwistd {

    private final PrintStream out;
    private final PrintStream err;
    private final ClassLoader loader = Netwistd.class.getClassLoader();
    private boolean debug;

    /** Null until logging begins; read on the thread that hears signals. */
    private volatile @Nullable Logs started;

    private Netwistd(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * The program. Ends the JVM.
     *
     * @param arguments {@code [process options] NAME [options]} or {@code [process options] -y FILE.java}
     */
    public static void main(String[] arguments) {
        int status = new Netwistd(System.out, System.err).main(List.of(arguments));
        System.out.flush();
        System.exit(status);
    }

    private int main(List<String> arguments) {
        // Before there is a log file or a pid file that would invite somebody to send one: unclaimed, these kill a JVM.
        claim("USR1");
        claim("HUP");
        if (Relaunch.isDaemon()) {
            Relaunch.leaveSession();
        }
        try {
            return dispatch(arguments);
        } catch (CommandLine.ParameterException | UsageException e) {
            complain(e);
            return ExitStatus.USAGE;
        } catch (Throwable e) {
            complain(e);
            return ExitStatus.ERROR;
        }
    }

    private void claim(String signal) {
        try {
            Signals.handle(signal, this::reopenLog);
        } catch (IllegalArgumentException e) {
            LoggerFactory.getLogger(Netwistd.class).debug("SIG{} does not exist here, or is the JVM's own", signal, e);
        }
    }

    private void reopenLog() {
        Logs logs = started;
        if (logs != null) {
            logs.reopen();
        }
    }

    private void complain(Throwable error) {
        err.println("netwistd: " + Explanation.of(error));
        if (debug) {
            error.printStackTrace(err);
        }
    }

    private int dispatch(List<String> arguments) throws Exception {
        debug = arguments.contains("--debug") || arguments.contains("-b");
        ProcessOptions process = new ProcessOptions();
        CommandLine line =
                new CommandLine(process).setStopAtPositional(true).setDefaultValueProvider(Environment.of("NETWIST_"));
        line.parseArgs(arguments.toArray(String[]::new));
        debug = process.debug;
        if (process.version) {
            out.println("netwistd " + version());
            return ExitStatus.OK;
        }
        if (process.helpReactors) {
            Reactors.list(out);
            return ExitStatus.OK;
        }
        boolean nothing = arguments.isEmpty() && process.application.isEmpty();
        OptionalInt elsewhere = process.help || nothing ? OptionalInt.empty() : relaunch(process);
        if (elsewhere.isPresent()) {
            return elsewhere.getAsInt();
        }
        Plugins plugins = Plugins.find(loader, process.plugins);
        if (process.help || nothing) {
            Help.show(line, plugins, out);
            return ExitStatus.OK;
        }
        NettyTransport transport = Reactors.named(process.reactor);
        Duration stopTimeout = seconds("--stop-timeout", process.stopTimeout);
        Logs logs;
        Application application;
        if (process.application.isPresent()) {
            if (!process.command.isEmpty()) {
                throw new UsageException(
                        process.command.get(0) + ": -y and the name of a service together (expected: one of them)");
            }
            logs = startLogging(process);
            application = new Tac(
                            Relaunch.resolve(process.application.get()),
                            loader,
                            System.getProperty("java.class.path", ""))
                    .load();
        } else if (process.command.isEmpty()) {
            throw new UsageException("no service named (expected: one that netwistd --help lists, or -y FILE.java)");
        } else {
            String name = process.command.get(0);
            ServiceMaker<?> maker = find(plugins, name);
            List<String> rest = process.command.subList(1, process.command.size());
            if (Help.wanted(maker, rest, out)) {
                return ExitStatus.OK;
            }
            logs = startLogging(process);
            application = make(maker, rest);
        }
        return run(application, transport, stopTimeout, process, logs);
    }

    /** Another JVM where this one cannot do what is asked for; the status of that, or empty to go on in this. */
    private OptionalInt relaunch(ProcessOptions process) throws IOException, InterruptedException {
        if (process.daemonize && !process.logsToFile()) {
            throw new UsageException("--logfile: - (expected: a file, since a daemon has no standard output)");
        }
        Optional<Path> rundir = process.chroot.isPresent() ? Optional.empty() : process.rundir.map(Path::of);
        rundir.filter(each -> !Relaunch.isMoved() && !Files.isDirectory(each)).ifPresent(each -> {
            throw new StartException("--rundir: " + each + ": no such directory");
        });
        if (process.daemonize && !Relaunch.isDaemon()) {
            return OptionalInt.of(Relaunch.daemon(rundir.orElse(Path.of("")).toAbsolutePath(), out));
        }
        if (rundir.isPresent() && !Relaunch.isMoved()) {
            Relaunch.moveTo(rundir.get());
        }
        return OptionalInt.empty();
    }

    private Logs startLogging(ProcessOptions process) {
        process.umask().ifPresent(Privileges::setUmask);
        Logs logs = Logs.start(process);
        started = logs;
        Deferred.setDebugging(debug);
        return logs;
    }

    private static ServiceMaker<?> find(Plugins plugins, String name) {
        return plugins.makers().named(name).orElseThrow(() -> {
            List<String> known =
                    plugins.makers().all().stream().map(ServiceMaker::tapname).toList();
            String broken = plugins.broken().isEmpty()
                    ? ""
                    : "; not usable: "
                            + String.join(
                                    "; ",
                                    plugins.broken().stream()
                                            .map(Broken::reason)
                                            .toList());
            return new UsageException(
                    name + ": unknown service (expected: one of " + String.join(", ", known) + broken + ")");
        });
    }

    private static <O> Application make(ServiceMaker<O> maker, List<String> arguments) throws Exception {
        O options = maker.newOptions();
        try {
            Help.commandLine(maker, options)
                    .setDefaultValueProvider(Environment.of("NETWIST_" + maker.tapname() + "_"))
                    .parseArgs(arguments.toArray(String[]::new));
            return new Application(maker.tapname()).with(maker.makeService(options));
        } catch (CommandLine.ParameterException | UsageException e) {
            throw new UsageException(maker.tapname() + ": " + e.getMessage(), e);
        }
    }

    private int run(
            Application application,
            NettyTransport transport,
            Duration stopTimeout,
            ProcessOptions process,
            Logs logs) {
        ProcessSettings wanted = application.processSettings();
        Privileges privileges =
                Privileges.of(process.uid.or(wanted::uid), process.gid.or(wanted::gid), process.chroot, process.rundir);
        NettyReactor reactor;
        try {
            reactor = NettyReactor.builder()
                    .transport(transport)
                    .installSignalHandlers(false)
                    .name("main")
                    .create();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--reactor: " + e.getMessage(), e);
        }
        Logger log = LoggerFactory.getLogger(Netwistd.class);
        log.info(
                "{} by netwistd {} ({} {}) starting up, pid {}, reactor {}",
                wanted.processName().or(application::name).orElse(""),
                version(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                ProcessHandle.current().pid(),
                transport.resolve().name().toLowerCase(Locale.ROOT));
        PidFile pidFile =
                process.pidfile.map(Relaunch::resolve).map(PidFile::take).orElse(null);
        Profile profile = null;
        int status;
        try {
            profile = process.profile.map(Relaunch::resolve).map(Profile::start).orElse(null);
            status = new Run(
                            application,
                            reactor,
                            stopTimeout,
                            () -> privileges.drop(process.files()),
                            logs,
                            this::complain,
                            this::served)
                    .run();
        } finally {
            if (profile != null) {
                profile.close();
            }
            if (pidFile != null) {
                pidFile.close();
            }
        }
        log.info("shut down, status {}", status);
        return status;
    }

    private void served() {
        if (Relaunch.isDaemon()) {
            Relaunch.serves();
        }
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

    static String version() {
        String version = Netwistd.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
