/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What stands before the name of the service on the command line. */
@Command(name = "netwistd", sortOptions = true)
final class ProcessOptions {

    @Option(names = "--help", help = true, description = "Show this help and end.")
    boolean help;

    @Option(names = "--version", help = true, description = "Show the version and end.")
    boolean version;

    @Option(
            names = {"-y", "--application"},
            paramLabel = "FILE",
            description = "Run the application that this Java source file makes, a class that is a"
                    + " Supplier<Application>, or that this .yaml file describes.")
    Optional<String> application = Optional.empty();

    @Option(
            names = {"-r", "--reactor"},
            paramLabel = "NAME",
            description = "How to wait for sockets: auto, nio, epoll, kqueue or io_uring.")
    String reactor = "auto";

    @Option(names = "--help-reactors", help = true, description = "List the reactors that work here and end.")
    boolean helpReactors;

    @Option(
            names = "--stop-timeout",
            paramLabel = "SECONDS",
            description = "How long connections may take to finish when the program is told to stop. [default: 25]")
    String stopTimeout = "25";

    @Option(
            names = {"-b", "--debug"},
            description = "Log at level debug, remember where Deferreds were made, show stack traces of errors.")
    boolean debug;

    @Option(
            names = {"-l", "--logfile"},
            paramLabel = "FILE",
            description = "Where to log; - is standard output. SIGUSR1 opens it again. [default: -; with --daemonize"
                    + " netwistd.log]")
    Optional<String> logfile = Optional.empty();

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "text, or json: one object per line. [default: text]")
    String logFormat = "text";

    @Option(
            names = "--log-level",
            paramLabel = "[LOGGER=]LEVEL",
            split = ",",
            description = "trace, debug, info, warn, error or off, for all loggers or for one and those below it."
                    + " May be given more than once. [default: info]")
    List<String> logLevel = new ArrayList<>();

    @Option(
            names = "--log-max-size",
            paramLabel = "MB",
            description = "Rotate the log file when it has grown to this; 0 for never. [default: 50]")
    int logMaxSize = 50;

    @Option(names = "--log-keep", paramLabel = "N", description = "How many rotated files to keep. [default: 10]")
    int logKeep = 10;

    @Option(
            names = "--daemonize",
            description = "Go on in the background. The command returns when the program serves, or cannot.")
    boolean daemonize;

    @Option(
            names = {"-d", "--rundir"},
            paramLabel = "DIR",
            description =
                    "Run in this directory; with --chroot it is one inside the new root. Paths on the command line"
                            + " stay relative to the directory where the command is given.")
    Optional<String> rundir = Optional.empty();

    @Option(
            names = "--pidfile",
            paramLabel = "FILE",
            description = "Write the process id there, and refuse to start while another process holds the file.")
    Optional<String> pidfile = Optional.empty();

    @Option(
            names = {"-u", "--uid"},
            paramLabel = "USER",
            description = "Become this user, a name or a number, once the ports are bound.")
    Optional<String> uid = Optional.empty();

    @Option(
            names = {"-g", "--gid"},
            paramLabel = "GROUP",
            description = "Become this group. [default: the primary group of --uid]")
    Optional<String> gid = Optional.empty();

    @Option(
            names = "--chroot",
            paramLabel = "DIR",
            description = "Make this directory the root, once the ports are bound.")
    Optional<String> chroot = Optional.empty();

    @Option(
            names = "--umask",
            paramLabel = "OCTAL",
            description =
                    "Permissions that new files do not get, for example 027. [default: unchanged; with --daemonize"
                            + " 077]")
    Optional<String> umask = Optional.empty();

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "FILE.jfr",
            description = "Write a flight recording of the run.")
    Optional<String> profile = Optional.empty();

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Where jars with more services are; it need not exist. [default: plugins, beside bin]")
    Optional<String> plugins = Optional.empty();

    @Parameters(hidden = true)
    List<String> command = new ArrayList<>();

    // ---- what some of them come to together

    String logfile() {
        return logfile.orElse(daemonize ? "netwistd.log" : "-");
    }

    boolean logsToFile() {
        return !logfile().equals("-");
    }

    /** What is open before privileges are dropped and is wanted after. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (logsToFile()) {
            files.add(Relaunch.resolve(logfile()));
        }
        pidfile.map(Relaunch::resolve).ifPresent(files::add);
        return files;
    }

    Optional<String> umask() {
        return umask.or(() -> daemonize ? Optional.of("077") : Optional.empty());
    }
}
