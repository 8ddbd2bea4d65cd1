/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Factory;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.endpoint.Endpoints;
import java.util.function.Function;

/**
 * Listens at an endpoint while it runs: {@code new EndpointService("tcp:79", factory)}.
 *
 * <p>A place that cannot be had fails the start. Source: {@code twisted.application.strports.service} and {@code
 * twisted.application.internet.StreamServerEndpointService}.
 */
public final class EndpointService extends ListeningService {

    /**
     * Checks the description.
     *
     * @param description for example {@code tcp:8080:interface=127.0.0.1}
     * @param factory makes the protocol of each connection
     * @throws IllegalArgumentException naming the description and what was expected
     */
    public EndpointService(String description, Factory<?> factory) {
        super(new Place.Endpoint(checked(description)), factory);
    }

    private EndpointService(Place place, Function<? super Reactor, ? extends Factory<?>> each) {
        super(place, each);
    }

    /**
     * With a factory that needs the reactor.
     *
     * @param description for example {@code tcp:8080:interface=127.0.0.1}
     * @param each makes the factory; called at each start, with the reactor of the service
     * @return not started
     * @throws IllegalArgumentException naming the description and what was expected
     */
    public static EndpointService each(String description, Function<? super Reactor, ? extends Factory<?>> each) {
        return new EndpointService(new Place.Endpoint(checked(description)), each);
    }

    private static String checked(String description) {
        Endpoints.checkServer(description);
        return description;
    }
}
