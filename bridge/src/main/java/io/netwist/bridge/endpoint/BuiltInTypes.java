/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.ConnectOptions;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.ReactorSocket.Domain;
import io.netwist.bridge.UnixConnectOptions;
import io.netwist.bridge.UnixListenOptions;
import io.netwist.bridge.address.IpLiterals;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.endpoint.ProcessEndpoint.StandardErrorBehavior;
import io.netwist.bridge.process.ProcessOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The kinds of endpoint that need no plug-in. */
final class BuiltInTypes {

    static final List<ServerEndpointParser> SERVERS = List.of(
            server("tcp", BuiltInTypes::tcpServer),
            server("tcp6", BuiltInTypes::tcp6Server),
            server("ssl", TlsTypes::sslServer),
            server("unix", BuiltInTypes::unixServer),
            server("systemd", BuiltInTypes::systemdServer),
            server("stdio", arguments -> StandardIOEndpoint::new),
            server("haproxy", BuiltInTypes::haproxyServer));

    static final List<ClientEndpointParser> CLIENTS = List.of(
            client("tcp", BuiltInTypes::tcpClient),
            client("ssl", TlsTypes::sslClient),
            client("tls", TlsTypes::tlsClient),
            client("unix", BuiltInTypes::unixClient),
            client("process", BuiltInTypes::processClient));

    private BuiltInTypes() {}

    private static ServerEndpointParser server(
            String type, Function<EndpointArguments, Function<Reactor, ServerEndpoint>> parse) {
        return new ServerEndpointParser() {
            @Override
            public Set<String> types() {
                return Set.of(type);
            }

            @Override
            public Function<Reactor, ServerEndpoint> parse(EndpointArguments arguments) {
                return parse.apply(arguments);
            }
        };
    }

    private static ClientEndpointParser client(
            String type, Function<EndpointArguments, Function<Reactor, ClientEndpoint>> parse) {
        return new ClientEndpointParser() {
            @Override
            public Set<String> types() {
                return Set.of(type);
            }

            @Override
            public Function<Reactor, ClientEndpoint> parse(EndpointArguments arguments) {
                return parse.apply(arguments);
            }
        };
    }

    private static Function<Reactor, ServerEndpoint> tcpServer(EndpointArguments arguments) {
        int port = arguments.port("port", 0);
        ListenOptions options = listenOptions(arguments, "");
        return reactor -> new TcpServerEndpoint(reactor, port, options);
    }

    private static Function<Reactor, ServerEndpoint> tcp6Server(EndpointArguments arguments) {
        int port = arguments.port("port", 0);
        ListenOptions options = listenOptions(arguments, "::");
        if (!IpLiterals.isIPv6Address(options.host())) {
            throw EndpointArguments.wrong("interface", options.host(), "an IPv6 address");
        }
        return reactor -> new TcpServerEndpoint(reactor, port, options);
    }

    static ListenOptions listenOptions(EndpointArguments arguments, String otherwise) {
        String host = arguments.text("interface", otherwise);
        if (!host.isEmpty() && !IpLiterals.isLiteral(host)) {
            throw EndpointArguments.wrong("interface", host, "an IP address; colons in one are written \\:");
        }
        int backlog = arguments.integer("backlog", ListenOptions.defaults().backlog(), 1, Integer.MAX_VALUE);
        return ListenOptions.defaults()
                .withInterface(host)
                .withBacklog(backlog)
                .withReusePort(arguments.namedFlag("reusePort", false));
    }

    private static Function<Reactor, ClientEndpoint> tcpClient(EndpointArguments arguments) {
        String host = host(arguments);
        int port = arguments.port("port", 1);
        ConnectOptions options = connectOptions(arguments);
        return reactor -> new TcpClientEndpoint(reactor, host, port, options);
    }

    private static Function<Reactor, ServerEndpoint> unixServer(EndpointArguments arguments) {
        String path = arguments.text("address");
        UnixListenOptions options = UnixListenOptions.defaults()
                .withMode(arguments.octal("mode", UnixListenOptions.defaults().mode(), 0777))
                .withBacklog(arguments.integer(
                        "backlog", UnixListenOptions.defaults().backlog(), 1, Integer.MAX_VALUE))
                .withWantPid(arguments.flag("lockfile", true));
        return reactor -> new UnixServerEndpoint(reactor, path, options);
    }

    private static Function<Reactor, ServerEndpoint> systemdServer(EndpointArguments arguments) {
        String domainText = arguments.text("domain");
        Domain domain;
        try {
            domain = Domain.valueOf(domainText);
        } catch (IllegalArgumentException e) {
            throw EndpointArguments.wrong("domain", domainText, "INET, INET6 or UNIX");
        }
        String name = arguments.named("name");
        int index = arguments.namedInteger("index", -1, 0, 65535);
        if (name == null ? index < 0 : index >= 0) {
            throw new IllegalArgumentException("index or name is " + (name == null ? "missing" : "given as well")
                    + " (expected: exactly one of them)");
        }
        String shown = "systemd:domain=" + domain
                + (name == null ? ":index=" + index : ":name=" + Endpoints.quoteStringArgument(name));
        ToIntFunction<SystemdSockets> which = sockets -> name == null ? sockets.take(index) : sockets.take(name);
        return reactor -> new SystemdServerEndpoint(reactor, domain, which, shown);
    }

    private static Function<Reactor, ServerEndpoint> haproxyServer(EndpointArguments arguments) {
        Function<Reactor, ServerEndpoint> inner = Endpoints.parseServer(arguments.rest());
        return reactor -> new HaproxyServerEndpoint(inner.apply(reactor));
    }

    private static Function<Reactor, ClientEndpoint> unixClient(EndpointArguments arguments) {
        String path = arguments.text("path");
        UnixConnectOptions options = UnixConnectOptions.defaults()
                .withCheckPid(arguments.namedFlag("lockfile", false))
                .withTimeout(arguments.namedSeconds(
                        "timeout", UnixConnectOptions.defaults().timeout()));
        return reactor -> new UnixClientEndpoint(reactor, path, options);
    }

    /** Twisted has no such string; the arguments of the program are those of the description. */
    private static Function<Reactor, ClientEndpoint> processClient(EndpointArguments arguments) {
        String executable = arguments.text("executable");
        List<String> all = new ArrayList<>();
        all.add(executable);
        all.addAll(arguments.others());
        String directory = arguments.named("directory");
        StandardErrorBehavior errors = standardError(arguments.named("stderr"));
        ProcessOptions options = arguments.namedFlag("environment", false)
                ? ProcessOptions.defaults().withParentEnvironment()
                : ProcessOptions.defaults();
        ProcessOptions placed = directory == null ? options : options.withDirectory(Path.of(directory));
        return reactor -> new ProcessEndpoint(reactor, executable, all, placed, errors);
    }

    private static StandardErrorBehavior standardError(@Nullable String text) {
        if (text == null || text.equals("log")) {
            return StandardErrorBehavior.LOG;
        }
        if (text.equals("drop")) {
            return StandardErrorBehavior.DROP;
        }
        throw EndpointArguments.wrong("stderr", text, "log or drop");
    }

    /** A host given by name leaves its position to the port: {@code tcp:80:host=example.com}. */
    static String host(EndpointArguments arguments) {
        String named = arguments.isNamed("host") ? arguments.named("host") : null;
        if (named != null && named.isEmpty()) {
            throw EndpointArguments.wrong("host", "", "a name or an IP address");
        }
        return named != null ? named : arguments.text("host");
    }

    static ConnectOptions connectOptions(EndpointArguments arguments) {
        Duration timeout =
                arguments.namedSeconds("timeout", ConnectOptions.defaults().timeout());
        ConnectOptions options = ConnectOptions.defaults().withTimeout(timeout);
        String bindAddress = arguments.namedAddress("bindAddress");
        return bindAddress == null ? options : options.withBindAddress(new TcpAddress(bindAddress, 0));
    }
}
