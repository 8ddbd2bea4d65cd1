/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.Application;
import io.netwist.application.Service;
import io.netwist.application.ServiceMaker;
import io.netwist.application.UsageException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** The service of one maker, with the options of a command line. */
final class MadeByPlugin implements ApplicationSource {

    private final ServiceMaker<?> maker;
    private final List<String> arguments;

    MadeByPlugin(ServiceMaker<?> maker, List<String> arguments) {
        this.maker = maker;
        this.arguments = arguments;
    }

    @Override
    public Application load() throws Exception {
        return new Application(maker.tapname()).with(make(maker, arguments));
    }

    /** Fills the options in and has the service made. */
    static <O> Service make(ServiceMaker<O> maker, List<String> arguments) throws Exception {
        O options = maker.newOptions();
        try {
            Help.commandLine(maker, options)
                    .setDefaultValueProvider(Environment.of("NETWIST_" + maker.tapname() + "_"))
                    .parseArgs(arguments.toArray(String[]::new));
            return maker.makeService(options);
        } catch (CommandLine.ParameterException | UsageException e) {
            throw new UsageException(maker.tapname() + ": " + e.getMessage(), e);
        }
    }

    /** A command line stays as it was given. */
    @Override
    public Optional<Application> reload() {
        return Optional.empty();
    }
}
