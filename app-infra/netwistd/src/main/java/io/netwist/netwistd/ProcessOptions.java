/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

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
            paramLabel = "FILE.java",
            description =
                    "Run the application that this Java source file makes: a class that is a Supplier<Application>.")
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

    @Parameters(hidden = true)
    List<String> command = new ArrayList<>();
}
