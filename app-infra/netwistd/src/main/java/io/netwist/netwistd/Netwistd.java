/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.ServiceMaker;
import io.netwist.application.ServiceMakers.Broken;
import io.netwist.application.UsageException;
import io.netwist.bridge.process.Signals;
import io.netwist.deferred.Deferred;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * Runs a service by its name, or an application from a file: {@code netwistd web --path .}, {@code netwistd -y
 * EchoServer.java}, {@code netwistd -y site.yaml}.
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
        if (!process.command.isEmpty() && process.command.get(0).equals(ConfigCommand.NAME)) {
            return ConfigCommand.run(process.command.subList(1, process.command.size()), plugins.makers(), out, err);
        }
        if (!process.command.isEmpty() && process.command.get(0).equals(Completion.NAME)) {
            return Completion.run(process.command.subList(1, process.command.size()), plugins.makers(), out);
        }
        Launch launch = new Launch(process);
        ApplicationSource source;
        if (process.application.isPresent()) {
            source = file(process, plugins);
        } else if (process.command.isEmpty()) {
            throw new UsageException("no service named (expected: one that netwistd --help lists, or -y FILE.java)");
        } else {
            ServiceMaker<?> maker = find(plugins, process.command.get(0));
            List<String> rest = process.command.subList(1, process.command.size());
            if (Help.wanted(maker, rest, out)) {
                return ExitStatus.OK;
            }
            source = new MadeByPlugin(maker, rest);
        }
        return launch.run(source, startLogging(process), this::complain);
    }

    private ApplicationSource file(ProcessOptions process, Plugins plugins) {
        if (!process.command.isEmpty()) {
            throw new UsageException(
                    process.command.get(0) + ": -y and the name of a service together (expected: one of them)");
        }
        String file = process.application.orElseThrow();
        if (ConfigFile.is(file)) {
            return new ConfigFile(Relaunch.resolve(file), plugins.makers());
        }
        return new Tac(
                Relaunch.resolve(file),
                plugins.loader(),
                System.getProperty("java.class.path", "") + plugins.classPath());
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

    static String version() {
        String version = Netwistd.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
