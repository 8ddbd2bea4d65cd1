/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.bench;

import io.netwist.samples.benchmarks.load.Load;
import io.netwist.samples.benchmarks.load.TcpLoad;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Measures the servers of one kind by turns: in each cycle every server has one short round, in an order that changes
 * from cycle to cycle, and ratios are taken within a cycle. What else the machine does then hits both sides of a ratio.
 * Servers are started anew several times, since no two runs of a JVM compile alike.
 */
final class Pairing {
    /** Makes the load for a server. */
    interface LoadMaker {
        Load open(int port) throws IOException;
    }

    /**
     * One line of a table.
     *
     * @param what its name
     * @param size what grows along a curve
     * @param load the work
     * @param peers which of the table's servers take part; ours always does
     */
    record Scenario(String what, int size, LoadMaker load, List<String> peers) {}

    static final String OURS = "netwist";

    private final Settings settings;

    Pairing(Settings settings) {
        this.settings = settings;
    }

    /** Measures all scenarios of a service. */
    List<Row> measure(String service, String transport, List<String> peers, List<Scenario> scenarios)
            throws IOException {
        List<Results> results = new ArrayList<>();
        scenarios.forEach(scenario -> results.add(new Results(scenario)));
        for (int fork = 0; fork < settings.forks(); fork++) {
            Map<String, ServerProcess> servers = new LinkedHashMap<>();
            try {
                for (String peer : peers) {
                    servers.put(peer, ServerProcess.start(peer, service, transport));
                }
                for (Results result : results) {
                    round(result, servers, fork == settings.forks() - 1);
                }
            } finally {
                servers.values().forEach(ServerProcess::close);
            }
        }
        List<Row> rows = new ArrayList<>();
        results.forEach(result -> result.addTo(rows));
        return rows;
    }

    private void round(Results results, Map<String, ServerProcess> servers, boolean last) throws IOException {
        List<String> names = new ArrayList<>(servers.keySet());
        names.retainAll(results.scenario.peers);
        Map<String, Load> loads = new LinkedHashMap<>();
        try {
            for (String name : names) {
                Load load = results.scenario.load.open(server(servers, name).port());
                loads.put(name, load);
                load.run(settings.warmUpNanos());
            }
            for (int cycle = 0; cycle < settings.cycles(); cycle++) {
                Collections.rotate(names, 1);
                for (String name : names) {
                    results.add(name, sample(server(servers, name), loads.get(name)));
                }
            }
            if (last) {
                for (String name : names) {
                    results.resident.put(name, server(servers, name).resident());
                }
                if (settings.latency() && loads.get(OURS) instanceof TcpLoad && results.scenario.size <= 100) {
                    latencies(results, loads);
                }
            }
        } finally {
            for (Load load : loads.values()) {
                load.close();
            }
        }
    }

    private static ServerProcess server(Map<String, ServerProcess> servers, String name) {
        ServerProcess server = servers.get(name);
        if (server == null) {
            throw new IllegalArgumentException("no server was started for " + name);
        }
        return server;
    }

    private Sample sample(ServerProcess server, @Nullable Load load) throws IOException {
        if (load == null) {
            throw new IllegalArgumentException("no load for " + server.name());
        }
        Long bytesBefore = server.ask("bytes");
        long cpuBefore = server.cpuNanos();
        long start = System.nanoTime();
        long count = load.run(settings.roundNanos());
        long nanos = System.nanoTime() - start;
        double cpu = (server.cpuNanos() - cpuBefore) / (double) count;
        Long bytesAfter = server.ask("bytes");
        double bytes = bytesBefore == null || bytesAfter == null ? -1 : (bytesAfter - bytesBefore) / (double) count;
        return new Sample(count * 1e9 / nanos, cpu, bytes);
    }

    /** At the same pace for all, so that nobody looks good by doing less. */
    private void latencies(Results results, Map<String, Load> loads) throws IOException {
        double pace = results.samples.values().stream()
                        .mapToDouble(samples -> Results.median(samples).perSecond())
                        .min()
                        .orElseThrow()
                / 2;
        for (int turn = 0; turn < 3; turn++) {
            for (Map.Entry<String, Load> load : loads.entrySet()) {
                Histogram histogram = ((TcpLoad) load.getValue()).paced(pace, 2 * settings.roundNanos());
                Histogram sum = results.latency.get(load.getKey());
                if (sum == null) {
                    results.latency.put(load.getKey(), histogram);
                } else {
                    sum.add(histogram);
                }
            }
        }
    }

    /** What was measured for one scenario, over all cycles of all runs. */
    private static final class Results {
        final Scenario scenario;
        final Map<String, List<Sample>> samples = new LinkedHashMap<>();
        final Map<String, Histogram> latency = new LinkedHashMap<>();
        final Map<String, Long> resident = new LinkedHashMap<>();

        Results(Scenario scenario) {
            this.scenario = scenario;
        }

        void add(String name, Sample sample) {
            samples.computeIfAbsent(name, unused -> new ArrayList<>()).add(sample);
        }

        static Sample median(List<Sample> samples) {
            return new Sample(
                    Spread.of(samples.stream().map(Sample::perSecond).toList()).median(),
                    Spread.of(samples.stream().map(Sample::cpuNanos).toList()).median(),
                    Spread.of(samples.stream().map(Sample::bytes).toList()).median());
        }

        void addTo(List<Row> rows) {
            List<Sample> ours = samples.getOrDefault(OURS, List.of());
            samples.forEach((name, theirs) -> {
                if (!name.equals(OURS)) {
                    rows.add(row(name, ours, theirs));
                }
            });
        }

        private Row row(String name, List<Sample> ours, List<Sample> theirs) {
            List<Double> throughput = new ArrayList<>();
            List<Double> cpu = new ArrayList<>();
            for (int i = 0; i < ours.size(); i++) {
                throughput.add(ours.get(i).perSecond() / theirs.get(i).perSecond());
                cpu.add(ours.get(i).cpuNanos() / theirs.get(i).cpuNanos());
            }
            return new Row(
                    scenario.what,
                    scenario.size,
                    name,
                    Spread.of(throughput),
                    Spread.of(cpu),
                    side(OURS, ours),
                    side(name, theirs));
        }

        private Side side(String name, List<Sample> rounds) {
            return new Side(median(rounds), latency.get(name), resident.getOrDefault(name, 0L));
        }
    }
}
