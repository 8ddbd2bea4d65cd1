/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.bench;

import io.netwist.samples.benchmarks.bench.Pairing.Scenario;
import io.netwist.samples.benchmarks.load.ConnectLoad;
import io.netwist.samples.benchmarks.load.Exchange;
import io.netwist.samples.benchmarks.load.TcpLoad;
import io.netwist.samples.benchmarks.load.UdpLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is measured. */
final class Tables {
    /** Measures what a table shows. */
    interface Table {
        Report measure(Settings settings) throws Exception;
    }

    private interface Servers {
        List<Row> measure(Settings settings) throws Exception;
    }

    private interface Probes {
        List<Figure> measure(Settings settings) throws Exception;
    }

    private static final List<String> BY_HAND = List.of(Pairing.OURS, "netty");
    private static final List<String> EVERYBODY =
            List.of(Pairing.OURS, "netty", "vertx", "jdk", "nginx", "twisted", "twisted-pypy");

    private Tables() {}

    /** All tables by name, in the order in which they are printed. */
    static Map<String, Table> all() {
        Map<String, Table> tables = new LinkedHashMap<>();
        tables.put("echo", servers(s -> echo(s, "epoll", List.of(Pairing.OURS, "netty", "vertx", "twisted"))));
        tables.put("echo-nio", servers(s -> echo(s, "nio", BY_HAND)));
        tables.put("echo-io_uring", servers(s -> echo(s, "io_uring", BY_HAND)));
        tables.put("line", servers(Tables::line));
        tables.put("udp", servers(Tables::udp));
        tables.put("accept", servers(Tables::accept));
        tables.put("http", servers(Tables::http));
        tables.put("static", servers(Tables::files));
        tables.put("amp", servers(s -> calls(s, "amp", Exchange.amp(64))));
        tables.put("pb", servers(s -> calls(s, "pb", Exchange.pb(64))));
        tables.put("growth", servers(Tables::growth));
        tables.put("timers", costs(Costs::timers));
        tables.put("calls", costs(Costs::calls));
        tables.put("memory", costs(Costs::memory));
        tables.put("start-up", costs(Costs::startUp));
        return tables;
    }

    private static Table servers(Servers servers) {
        return settings -> new RowReport(servers.measure(settings));
    }

    private static Table costs(Probes probes) {
        return settings -> new FigureReport(probes.measure(settings));
    }

    private static List<Row> run(
            Settings settings, String service, String transport, List<String> peers, List<Scenario> scenarios)
            throws IOException {
        List<String> present = new ArrayList<>();
        for (String peer : peers) {
            ServerProcess.missing(peer)
                    .ifPresentOrElse(
                            why -> System.out.println("without " + peer + ": " + why), () -> present.add(peer));
        }
        return new Pairing(settings).measure(service, transport, present, scenarios);
    }

    private static List<Row> echo(Settings settings, String transport, List<String> peers) throws IOException {
        List<Scenario> scenarios = new ArrayList<>();
        for (int size : settings.reduced() ? new int[] {64, 1024} : new int[] {64, 1024, 65536}) {
            for (int connections : settings.reduced() ? new int[] {1, 50} : new int[] {1, 50, 1000}) {
                scenarios.add(new Scenario(
                        "echo " + bytes(size) + " × " + connections,
                        connections,
                        port -> new TcpLoad(port, connections, Exchange.echo(size)),
                        connections == 50 ? peers : BY_HAND));
            }
        }
        return run(settings, "echo", transport, peers, scenarios);
    }

    private static List<Row> line(Settings settings) throws IOException {
        List<String> peers = List.of(Pairing.OURS, "netty", "vertx", "twisted");
        return run(
                settings,
                "line",
                "epoll",
                peers,
                List.of(new Scenario(
                        "line of 64 B × 50", 50, port -> new TcpLoad(port, 50, Exchange.line(64)), peers)));
    }

    private static List<Row> udp(Settings settings) throws IOException {
        List<String> peers = List.of(Pairing.OURS, "netty", "vertx", "twisted");
        return run(
                settings,
                "udp",
                "epoll",
                peers,
                List.of(new Scenario("datagram of 64 B × 50", 50, port -> new UdpLoad(port, 50, 64), peers)));
    }

    private static List<Row> accept(Settings settings) throws IOException {
        List<String> peers = List.of(Pairing.OURS, "netty", "vertx", "twisted");
        return run(
                settings,
                "echo",
                "epoll",
                peers,
                List.of(new Scenario(
                        "connect, one byte, reset; 16 at once", 16, port -> new ConnectLoad(port, 16), peers)));
    }

    private static List<Row> http(Settings settings) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String service : List.of("hello", "json")) {
            List<String> peers = new ArrayList<>(EVERYBODY);
            if (service.equals("json")) {
                peers.removeAll(List.of("nginx", "twisted-pypy"));
            }
            rows.addAll(run(
                    settings,
                    service,
                    "epoll",
                    peers,
                    List.of(new Scenario(
                            service + " × 64", 64, port -> new TcpLoad(port, 64, Exchange.http("/hello")), peers))));
        }
        return rows;
    }

    private static List<Row> files(Settings settings) throws IOException {
        Path directory = Files.createDirectories(ServerProcess.files());
        List<Scenario> scenarios = new ArrayList<>();
        List<String> peers = List.of(Pairing.OURS, "nginx");
        for (int kib : new int[] {10, 1024}) {
            String name = kib + ".bin";
            Files.write(directory.resolve(name), new byte[1024 * kib]);
            scenarios.add(new Scenario(
                    "file of " + bytes(1024 * kib) + " × 16",
                    16,
                    port -> new TcpLoad(port, 16, Exchange.http("/" + name)),
                    peers));
        }
        return run(settings, "static", "epoll", peers, scenarios);
    }

    private static List<Row> calls(Settings settings, String service, Exchange call) throws IOException {
        List<String> peers = List.of(Pairing.OURS, "twisted", "twisted-pypy");
        List<Scenario> scenarios = new ArrayList<>();
        // Many at once first: one at a time is too slow to warm a server up.
        for (int underWay : new int[] {100, 1}) {
            Exchange exchange = call.times(underWay);
            scenarios.add(new Scenario(
                    service + " call of 64 B, " + underWay + " in flight",
                    underWay,
                    port -> new TcpLoad(port, 1, exchange),
                    peers));
        }
        return run(settings, service, "epoll", peers, scenarios);
    }

    private static List<Row> growth(Settings settings) throws IOException {
        List<Scenario> scenarios = new ArrayList<>();
        for (int connections : settings.reduced() ? new int[] {10, 100} : new int[] {10, 100, 1000, 10_000}) {
            scenarios.add(new Scenario(
                    String.format(Locale.ROOT, "echo 1 KiB × %,d", connections),
                    connections,
                    port -> new TcpLoad(port, connections, Exchange.echo(1024)),
                    BY_HAND));
        }
        return run(settings, "echo", "epoll", BY_HAND, scenarios);
    }

    static String bytes(int count) {
        if (count >= 1 << 20) {
            return (count >> 20) + " MiB";
        }
        return count >= 1024 ? (count >> 10) + " KiB" : count + " B";
    }
}
