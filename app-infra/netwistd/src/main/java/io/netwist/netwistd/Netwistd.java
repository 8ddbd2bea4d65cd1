/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import ch.qos.logback.classic.Level;
import io.netwist.application.Application;
import io.netwist.application.ServiceMaker;
import io.netwist.application.ServiceMakers;
import io.netwist.application.UsageException;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.netty.NettyTransport;
import io.netwist.deferred.Deferred;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
    private final ClassLoader plugins = Netwistd.class.getClassLoader();
    private boolean debug;

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

    private void complain(Throwable error) {
        err.println("netwistd: " + Explanation.of(error));
        if (debug) {
            error.printStackTrace(err);
        }
    }

    private int dispatch(List<String> arguments) throws Exception {
        debug = arguments.contains("--debug") || arguments.contains("-b");
        ProcessOptions process = new ProcessOptions();
        CommandLine line = new CommandLine(process).setStopAtPositional(true).setStopAtUnmatched(false);
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
        ServiceMakers makers = ServiceMakers.find(List.of(plugins));
        if (process.help || arguments.isEmpty()) {
            Help.show(line, makers, out);
            return ExitStatus.OK;
        }
        NettyTransport transport = Reactors.named(process.reactor);
        Duration stopTimeout = seconds("--stop-timeout", process.stopTimeout);
        Application application;
        if (process.application.isPresent()) {
            if (!process.command.isEmpty()) {
                throw new UsageException(
                        process.command.get(0) + ": -y and the name of a service together (expected: one of them)");
            }
            startLogging();
            application = new Tac(
                            Path.of(process.application.get()), plugins, System.getProperty("java.class.path", ""))
                    .load();
        } else if (process.command.isEmpty()) {
            throw new UsageException("no service named (expected: one that netwistd --help lists, or -y FILE.java)");
        } else {
            String name = process.command.get(0);
            ServiceMaker<?> maker = find(makers, name);
            List<String> rest = process.command.subList(1, process.command.size());
            if (Help.wanted(maker, rest, out)) {
                return ExitStatus.OK;
            }
            startLogging();
            application = make(maker, rest);
        }
        return run(application, transport, stopTimeout);
    }

    private void startLogging() {
        if (System.getProperty("logback.configurationFile") == null) {
            Logs.toStandardOutput(debug ? Level.DEBUG : Level.INFO);
        }
        Deferred.setDebugging(debug);
    }

    private static ServiceMaker<?> find(ServiceMakers makers, String name) {
        return makers.named(name).orElseThrow(() -> {
            List<String> known =
                    makers.all().stream().map(ServiceMaker::tapname).toList();
            String broken = makers.broken().isEmpty()
                    ? ""
                    : "; not usable: "
                            + String.join(
                                    "; ",
                                    makers.broken().stream()
                                            .map(ServiceMakers.Broken::reason)
                                            .toList());
            return new UsageException(
                    name + ": unknown service (expected: one of " + String.join(", ", known) + broken + ")");
        });
    }

    private static <O> Application make(ServiceMaker<O> maker, List<String> arguments) throws Exception {
        O options = maker.newOptions();
        try {
            Help.commandLine(maker, options).parseArgs(arguments.toArray(String[]::new));
            return new Application(maker.tapname()).with(maker.makeService(options));
        } catch (CommandLine.ParameterException | UsageException e) {
            throw new UsageException(maker.tapname() + ": " + e.getMessage(), e);
        }
    }

    private int run(Application application, NettyTransport transport, Duration stopTimeout) {
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
                "netwistd {} ({} {}) starting up, pid {}, reactor {}",
                version(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                ProcessHandle.current().pid(),
                transport.resolve().name().toLowerCase(Locale.ROOT));
        int status = new Run(application, reactor, stopTimeout, this::complain).run();
        log.info("shut down, status {}", status);
        return status;
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
