/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Factory;
import io.netwist.bridge.endpoint.Endpoints;

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

    private static String checked(String description) {
        Endpoints.checkServer(description);
        return description;
    }
}
