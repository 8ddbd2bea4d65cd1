/* SPDX-License-Identifier: MIT */
package io.netwist.application;

/**
 * Makes a service from the options of a command line: what {@code netwistd NAME} runs. A plugin.
 *
 * <p>Makers are found by {@link java.util.ServiceLoader}: name the class in {@code
 * META-INF/services/io.netwist.application.ServiceMaker}. For {@code netwistd --help} a maker is made and asked for its
 * name and description, nothing more. Source: {@code twisted.application.service.IServiceMaker}.
 *
 * @param <O> the options, a class with picocli's annotations; makers that are not used by {@code netwistd} may have any
 */
public interface ServiceMaker<O> {

    /**
     * The name of the command.
     *
     * @return lower-case letters, digits and dashes
     */
    String tapname();

    /**
     * What the service does, for the list of commands.
     *
     * @return less than a line
     */
    String description();

    /**
     * Makes options with their defaults, for the launcher to fill in.
     *
     * @return new ones
     */
    O newOptions();

    /**
     * Makes the service. Nothing is opened yet: that is done when the service starts.
     *
     * @param options as given on the command line
     * @return the service, without parent and name
     * @throws UsageException if the options do not make sense; the launcher prints its message and ends with status 2
     * @throws Exception if the service cannot be made; the launcher prints its message and ends with status 1
     */
    Service makeService(O options) throws Exception;
}
