/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.ServiceMaker;
import io.netwist.application.ServiceMakers;
import io.netwist.application.UsageException;
import java.io.File;
import java.io.PrintStream;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code netwistd completion}: a script for bash and zsh that knows the options and the services that are there now. */
final class Completion {

    /** As it is typed; a service of this name cannot be run. */
    static final String NAME = "completion";

    private Completion() {}

    static int run(List<String> arguments, ServiceMakers makers, PrintStream out) {
        if (arguments.equals(List.of("--help"))) {
            out.println(
                    "Usage: netwistd completion   prints a script for bash and zsh; try: source <(netwistd completion)");
            return ExitStatus.OK;
        }
        if (!arguments.isEmpty()) {
            throw new UsageException(NAME + ": " + String.join(" ", arguments) + " (expected: nothing more)");
        }
        out.print(script(makers));
        return ExitStatus.OK;
    }

    private static String script(ServiceMakers makers) {
        CommandLine line = new CommandLine(new ProcessOptions());
        for (ServiceMaker<?> each : makers.all()) {
            line.addSubcommand(each.tapname(), Help.commandLine(each, each.newOptions()));
        }
        CommandSpec check = CommandSpec.create()
                .addPositional(PositionalParamSpec.builder()
                        .type(File.class)
                        .paramLabel("FILE")
                        .build());
        line.addSubcommand(
                ConfigCommand.NAME,
                new CommandLine(CommandSpec.create())
                        .addSubcommand("check", new CommandLine(check))
                        .addSubcommand("schema", new CommandLine(CommandSpec.create())));
        line.addSubcommand(NAME, new CommandLine(CommandSpec.create()));
        return AutoComplete.bash("netwistd", line);
    }
}
