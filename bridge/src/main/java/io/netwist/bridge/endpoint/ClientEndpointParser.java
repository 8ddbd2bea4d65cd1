/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.Reactor;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes client endpoints of one kind from text. Implement me and name the class in {@code
 * META-INF/services/io.netwist.bridge.endpoint.ClientEndpointParser}.
 *
 * <p><b>Threading</b>: any thread. Source: {@code IStreamClientEndpointStringParser}.
 */
public interface ClientEndpointParser {

    /**
     * The words that a description for this parser begins with.
     *
     * @return in lower case, for example {@code tcp}
     */
    Set<String> types();

    /**
     * Reads the arguments. Touches no file and no socket, so that a description can be checked without consequence.
     *
     * @param arguments ask it for each argument, in the order of the positions; what is left over is an error
     * @return makes the endpoint once there is a reactor
     * @throws IllegalArgumentException naming the argument and what was expected; the description is added
     */
    Function<Reactor, ClientEndpoint> parse(EndpointArguments arguments);
}
