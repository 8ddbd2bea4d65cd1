/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.deferred.Deferred;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Endpoints from text, and what one does with them.
 *
 * <p>A description is {@code type:argument:name=value}; a backslash makes the next character plain. For example {@code
 * tcp:8080:interface=127.0.0.1} or, to connect, {@code tcp:example.com:80:timeout=5}. The type may be written in any case.
 * Source: {@code twisted.internet.endpoints}.
 */
public final class Endpoints {

    private Endpoints() {}

    /**
     * A place to listen at.
     *
     * @param reactor will listen
     * @param description for example {@code tcp:8080}
     * @return the endpoint; nothing listens yet
     * @throws IllegalArgumentException naming the description and what was expected
     */
    public static ServerEndpoint serverFromString(Reactor reactor, String description) {
        return parseServer(description).apply(reactor);
    }

    /**
     * A place to connect to.
     *
     * @param reactor will connect
     * @param description for example {@code tcp:example.com:80}
     * @return the endpoint; nothing connects yet
     * @throws IllegalArgumentException naming the description and what was expected
     */
    public static ClientEndpoint clientFromString(Reactor reactor, String description) {
        return parseClient(description).apply(reactor);
    }

    /**
     * Checks a description of a place to listen at, without a reactor. On any thread.
     *
     * @param description for example {@code tcp:8080}
     * @throws IllegalArgumentException naming the description and what was expected
     */
    public static void checkServer(String description) {
        parseServer(description);
    }

    /**
     * Checks a description of a place to connect to, without a reactor. On any thread.
     *
     * @param description for example {@code tcp:example.com:80}
     * @throws IllegalArgumentException naming the description and what was expected
     */
    public static void checkClient(String description) {
        parseClient(description);
    }

    /**
     * Connects one protocol. Source: {@code connectProtocol}.
     *
     * @param <P> the protocol
     * @param endpoint where to
     * @param protocol one that has had no connection
     * @return as {@link ClientEndpoint#connect}
     */
    public static <P extends Protocol> Deferred<P> connectProtocol(ClientEndpoint endpoint, P protocol) {
        return endpoint.connect(peer -> protocol);
    }

    /**
     * Speaks TLS over what an endpoint connects to. Source: {@code wrapClientTLS}.
     *
     * @param options name the server, unless they do not verify names
     * @param endpoint connects by any means, a child process included
     * @return an endpoint whose protocols are made when the connection below is, before the handshake; it fails with
     *     IllegalArgumentException if the options or their files cannot be used
     */
    public static ClientEndpoint wrapClientTLS(TlsOptions options, ClientEndpoint endpoint) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(endpoint, "endpoint");
        return new TlsClientEndpoint(options, endpoint);
    }

    /**
     * Makes any text safe as an argument of a description. Source: {@code quoteStringArgument}.
     *
     * @param argument any text
     * @return with a backslash before each backslash and colon
     */
    public static String quoteStringArgument(String argument) {
        return Description.quote(argument);
    }

    static Function<Reactor, ServerEndpoint> parseServer(String text) {
        Description description = Description.parse(text);
        ServerEndpointParser parser = find(
                description, "server", BuiltInTypes.SERVERS, ServerEndpointParser.class, ServerEndpointParser::types);
        Function<Reactor, ServerEndpoint> parsed = explain(description, () -> parse(description, parser::parse));
        return reactor -> explain(description, () -> parsed.apply(reactor));
    }

    static Function<Reactor, ClientEndpoint> parseClient(String text) {
        Description description = Description.parse(text);
        ClientEndpointParser parser = find(
                description, "client", BuiltInTypes.CLIENTS, ClientEndpointParser.class, ClientEndpointParser::types);
        Function<Reactor, ClientEndpoint> parsed = explain(description, () -> parse(description, parser::parse));
        return reactor -> explain(description, () -> parsed.apply(reactor));
    }

    private static <T> T find(
            Description description, String role, List<T> builtIn, Class<T> parser, Function<T, Set<String>> types) {
        String type = description.type().toLowerCase(Locale.ROOT);
        Set<String> known = new TreeSet<>();
        for (T each : builtIn) {
            if (types.apply(each).contains(type)) {
                return each;
            }
            known.addAll(types.apply(each));
        }
        for (T each : ServiceLoader.load(parser)) {
            if (types.apply(each).contains(type)) {
                return each;
            }
            known.addAll(types.apply(each));
        }
        throw new IllegalArgumentException("endpoint description \"" + description.text() + "\": type: "
                + description.type() + " (expected for a " + role + ": one of " + known + ")");
    }

    private static <R> R parse(Description description, Function<EndpointArguments, R> parser) {
        EndpointArguments arguments = new EndpointArguments(description);
        R parsed = parser.apply(arguments);
        arguments.finish();
        return parsed;
    }

    /** Whatever is wrong, with the description or with what it names, is told together with the description. */
    private static <R> R explain(Description description, Supplier<R> part) {
        try {
            return part.get();
        } catch (IllegalArgumentException e) {
            String start = "endpoint description \"" + description.text() + "\": ";
            String message = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(start + message, e);
        }
    }
}
