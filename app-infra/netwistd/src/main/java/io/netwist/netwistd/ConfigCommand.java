/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.ServiceMakers;
import io.netwist.application.UsageException;
import java.io.PrintStream;
import java.util.List;

/** {@code netwistd config check FILE} and {@code netwistd config schema}. */
final class ConfigCommand {

    /** As it is typed; a service of this name cannot be run. */
    static final String NAME = "config";

    private ConfigCommand() {}

    static int run(List<String> arguments, ServiceMakers makers, PrintStream out, PrintStream err) {
        if (arguments.equals(List.of("schema"))) {
            out.println(ConfigSchema.of(makers));
            return ExitStatus.OK;
        }
        if (arguments.size() == 1 && arguments.get(0).equals("--help")) {
            out.println(
                    "Usage: netwistd config check FILE.yaml   shows what is wrong with the file, or that it is not");
            out.println("       netwistd config schema            prints the JSON Schema of such a file, for editors");
            return ExitStatus.OK;
        }
        if (arguments.size() != 2 || !arguments.get(0).equals("check")) {
            throw new UsageException(
                    "config: " + String.join(" ", arguments) + " (expected: check FILE.yaml, or schema)");
        }
        List<String> problems = new ConfigFile(Relaunch.resolve(arguments.get(1)), makers).check();
        if (problems.isEmpty()) {
            out.println(arguments.get(1) + ": good");
            return ExitStatus.OK;
        }
        problems.forEach(err::println);
        return ExitStatus.ERROR;
    }
}
