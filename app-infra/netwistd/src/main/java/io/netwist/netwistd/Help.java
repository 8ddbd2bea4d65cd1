/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.HelpfulOptions;
import io.netwist.application.ServiceMaker;
import io.netwist.application.ServiceMakers;
import io.netwist.application.UsageException;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code --help} shows, for the launcher and for each service. */
final class Help {

    private Help() {}

    /** The launcher's own: its options, then every plugin found, then those that are broken. */
    static void show(CommandLine line, Plugins plugins, PrintStream out) {
        out.println("Usage: netwistd [process options] NAME [options]");
        out.println("       netwistd [process options] -y FILE.java or FILE.yaml");
        out.println("       netwistd config check FILE.yaml");
        out.println("       netwistd completion");
        out.println();
        out.println("Process options:");
        out.print(line.getHelp().optionList());
        out.println();
        out.println("Services (netwistd NAME --help shows the options of one):");
        int width = plugins.makers().all().stream()
                .mapToInt(each -> each.tapname().length())
                .max()
                .orElse(0);
        for (ServiceMaker<?> each : plugins.makers().all()) {
            out.println("  " + each.tapname()
                    + " ".repeat(width + 2 - each.tapname().length()) + each.description());
        }
        if (!plugins.broken().isEmpty()) {
            out.println();
            out.println("Plugins that cannot be used:");
            for (ServiceMakers.Broken each : plugins.broken()) {
                out.println("  " + each.reason());
            }
        }
    }

    /** Whether the arguments of a service ask for help; it has been shown then. */
    static boolean wanted(ServiceMaker<?> maker, List<String> arguments, PrintStream out) {
        int end = arguments.indexOf("--");
        List<String> options = end < 0 ? arguments : arguments.subList(0, end);
        if (asks("--version", maker, options)) {
            out.println("netwistd " + Netwistd.version());
            return true;
        }
        if (!asks("--help", maker, options)) {
            return options.stream().anyMatch(each -> each.startsWith("--help-")) && other(maker, arguments, out);
        }
        CommandLine line = commandLine(maker, maker.newOptions());
        out.println(maker.description());
        out.println();
        line.usage(out, CommandLine.Help.Ansi.OFF);
        return true;
    }

    /** Whether an option is among those of the service, not among the words of a command that it is given. */
    private static boolean asks(String option, ServiceMaker<?> maker, List<String> options) {
        if (!options.contains(option)) {
            return false;
        }
        CommandLine line = commandLine(maker, maker.newOptions());
        try {
            CommandLine.ParseResult parsed =
                    line.setUnmatchedArgumentsAllowed(true).parseArgs(options.toArray(String[]::new));
            return parsed.hasMatchedOption(option) || parsed.unmatched().contains(option);
        } catch (CommandLine.ParameterException e) {
            // Whoever asks for help may be excused from the rest.
            return true;
        }
    }

    /** A text that the options of a service know. */
    private static boolean other(ServiceMaker<?> maker, List<String> arguments, PrintStream out) {
        Object options = maker.newOptions();
        CommandLine line = commandLine(maker, options);
        try {
            line.parseArgs(arguments.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new UsageException(maker.tapname() + ": " + e.getMessage(), e);
        }
        List<Object> all = new ArrayList<>(List.of(options));
        line.getCommandSpec().mixins().values().forEach(each -> all.add(each.userObject()));
        for (Object each : all) {
            Optional<String> text = each instanceof HelpfulOptions helpful ? helpful.help() : Optional.empty();
            if (text.isPresent()) {
                out.println(text.get());
                return true;
            }
        }
        return false;
    }

    /** A parser for the options of a service. */
    static CommandLine commandLine(ServiceMaker<?> maker, Object options) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(options);
        spec.name("netwistd " + maker.tapname());
        if (spec.findOption("--help") == null) {
            spec.addOption(OptionSpec.builder("--help")
                    .help(true)
                    .type(boolean.class)
                    .description("Show this help and end.")
                    .build());
        }
        return new CommandLine(spec)
                .setStopAtPositional(true)
                .registerConverter(Path.class, Relaunch::resolve)
                .registerConverter(File.class, text -> Relaunch.resolve(text).toFile());
    }
}
