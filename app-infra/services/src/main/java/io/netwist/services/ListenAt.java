/* SPDX-License-Identifier: MIT */
package io.netwist.services;

import io.netwist.application.EndpointService;
import io.netwist.application.MultiService;
import io.netwist.application.Service;
import io.netwist.application.UsageException;
import io.netwist.bridge.Factory;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.endpoint.Endpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/**
 * Where a server listens: the options {@code --listen} and {@code --port}, for a {@code @Mixin} field.
 *
 * <pre>{@code
 * public static class Options {
 *     @Mixin
 *     ListenAt listenAt = new ListenAt();
 * }
 * }</pre>
 */
public final class ListenAt {

    @Option(
            names = "--listen",
            paramLabel = "ENDPOINT",
            description = "Where to listen, for example tcp:8080:interface=127.0.0.1. May be given more than once.")
    private List<String> listen = new ArrayList<>();

    @Option(names = "--port", paramLabel = "N", description = "Short for --listen tcp:N.")
    private List<String> ports = new ArrayList<>();

    /** As picocli needs it. */
    public ListenAt() {}

    /**
     * The endpoint descriptions that were given, checked.
     *
     * @param fallback used when none was given; empty if one must be
     * @return one or more
     * @throws UsageException naming the option and the value
     */
    public List<String> endpoints(Optional<String> fallback) {
        List<String> all = new ArrayList<>();
        for (String each : listen) {
            try {
                Endpoints.checkServer(each);
            } catch (IllegalArgumentException e) {
                throw new UsageException("--listen: " + e.getMessage(), e);
            }
            all.add(each);
        }
        for (String each : ports) {
            all.add("tcp:" + port(each));
        }
        if (all.isEmpty()) {
            all.add(fallback.orElseThrow(() -> new UsageException(
                    "no place to listen (expected: --listen ENDPOINT, for example --listen tcp:8080, or --port N)")));
        }
        return all;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, with the value.
        }
        throw new UsageException("--port: " + text + " (expected: 0..65535)");
    }

    /**
     * A service that listens at each place.
     *
     * @param factory makes the protocol of each connection, whichever place it comes from
     * @param fallback used when no place was given; empty if one must be
     * @return not started
     * @throws UsageException naming the option and the value
     */
    public Service serve(Factory<?> factory, Optional<String> fallback) {
        return services(endpoints(fallback), place -> new EndpointService(place, factory));
    }

    /**
     * The same for a factory that needs the reactor. Each place has a factory of its own.
     *
     * @param each makes a factory; called when the service starts, with its reactor
     * @param fallback used when no place was given; empty if one must be
     * @return not started
     * @throws UsageException naming the option and the value
     */
    public Service serveEach(Function<? super Reactor, ? extends Factory<?>> each, Optional<String> fallback) {
        return services(endpoints(fallback), place -> EndpointService.each(place, each));
    }

    private static Service services(List<String> places, Function<String, EndpointService> service) {
        if (places.size() == 1) {
            return service.apply(places.get(0));
        }
        MultiService services = new MultiService();
        places.forEach(each -> services.with(service.apply(each)));
        return services;
    }
}
