/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.bench;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.HashedWheelTimer;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.netty.NettyTransport;
import io.netwist.samples.benchmarks.load.Exchange;
import io.netwist.samples.benchmarks.load.TcpLoad;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Costs that are no server's throughput: timers, calls between threads, memory, starting. */
final class Costs {
    /** Measures one thing once. */
    private interface Probe {
        double measure() throws Exception;
    }

    private Costs() {}

    /** Ratios of probes that are run by turns; the first is ours. */
    private static List<Figure> pair(String what, String unit, int rounds, Map<String, Probe> probes) throws Exception {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(probes.keySet());
        for (int round = 0; round < rounds; round++) {
            Collections.rotate(names, 1);
            for (String name : names) {
                double value = Objects.requireNonNull(probes.get(name)).measure();
                values.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
            }
        }
        List<Double> ours = values.getOrDefault(Pairing.OURS, List.of());
        List<Figure> figures = new ArrayList<>();
        values.forEach((name, theirs) -> {
            if (!name.equals(Pairing.OURS)) {
                List<Double> ratios = new ArrayList<>();
                for (int i = 0; i < ours.size(); i++) {
                    ratios.add(ours.get(i) / theirs.get(i));
                }
                figures.add(new Figure(
                        what,
                        name,
                        unit,
                        Spread.of(ours).median(),
                        Spread.of(theirs).median(),
                        Spread.of(ratios)));
            }
        });
        return figures;
    }

    /** Setting a timer far away and cancelling it, which is what time limits of requests do. */
    static List<Figure> timers(Settings settings) throws Exception {
        int count = settings.reduced() ? 10_000 : 1_000_000;
        EventLoop loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()).next();
        HashedWheelTimer wheel = new HashedWheelTimer();
        Map<String, Probe> probes = new LinkedHashMap<>();
        try (NettyReactor reactor =
                NettyReactor.builder().transport(NettyTransport.NIO).create()) {
            probes.put(Pairing.OURS, () -> {
                long start = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    reactor.callLater(Duration.ofMillis(1000 + i % 60_000), () -> {})
                            .cancel();
                }
                return (System.nanoTime() - start) / (double) count;
            });
            probes.put(
                    "netty event loop",
                    () -> loop.submit(() -> {
                                long start = System.nanoTime();
                                for (int i = 0; i < count; i++) {
                                    loop.schedule(() -> {}, 1000 + i % 60_000, TimeUnit.MILLISECONDS)
                                            .cancel(false);
                                }
                                return (System.nanoTime() - start) / (double) count;
                            })
                            .get());
            probes.put("netty wheel timer", () -> {
                long start = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    wheel.newTimeout(timeout -> {}, 1000 + i % 60_000, TimeUnit.MILLISECONDS)
                            .cancel();
                }
                return (System.nanoTime() - start) / (double) count;
            });
            return pair("timer set and cancelled", "ns", rounds(settings), probes);
        } finally {
            wheel.stop();
            loop.parent().shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    /** Calls handed to the loop's thread from another. */
    static List<Figure> calls(Settings settings) throws Exception {
        int count = settings.reduced() ? 10_000 : 1_000_000;
        EventLoop loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()).next();
        Map<String, Probe> probes = new LinkedHashMap<>();
        try (NettyReactor reactor =
                NettyReactor.builder().transport(NettyTransport.NIO).start(started -> {})) {
            probes.put(Pairing.OURS, () -> {
                CountDownLatch done = new CountDownLatch(count);
                long start = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    reactor.callFromThread(done::countDown);
                }
                done.await();
                return (System.nanoTime() - start) / (double) count;
            });
            probes.put("netty event loop", () -> {
                CountDownLatch done = new CountDownLatch(count);
                long start = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    loop.execute(done::countDown);
                }
                done.await();
                return (System.nanoTime() - start) / (double) count;
            });
            return pair("call from another thread", "ns", rounds(settings), probes);
        } finally {
            loop.parent().shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    private static int rounds(Settings settings) {
        return settings.forks() * settings.cycles();
    }

    /** Connections that have said one thing and then nothing more. */
    static List<Figure> memory(Settings settings) throws Exception {
        List<Figure> figures = new ArrayList<>();
        for (int connections : settings.reduced() ? new int[] {100} : new int[] {1000, 10_000}) {
            Map<String, Probe> heap = new LinkedHashMap<>();
            Map<String, Probe> resident = new LinkedHashMap<>();
            for (String peer : List.of(Pairing.OURS, "netty", "vertx")) {
                heap.put(peer, () -> idle(peer, connections, false));
                resident.put(peer, () -> idle(peer, connections, true));
            }
            int rounds = settings.reduced() ? 1 : 3;
            String what = String.format(Locale.ROOT, "%,d idle connections: ", connections);
            figures.addAll(pair(what + "heap of each", "bytes", rounds, heap));
            figures.addAll(pair(what + "process memory of each", "bytes", rounds, resident));
        }
        return figures;
    }

    private static double idle(String peer, int connections, boolean resident) throws IOException {
        Exchange exchange = Exchange.echo(64);
        try (ServerProcess server = ServerProcess.start(peer, "echo", "epoll")) {
            // What the first connection brings along is not the price of a connection.
            try (TcpLoad first = new TcpLoad(server.port(), 100, exchange)) {
                first.run(200_000_000);
            }
            long before = used(server, resident);
            try (TcpLoad idle = new TcpLoad(server.port(), connections, exchange)) {
                idle.run(0);
                return (used(server, resident) - before) / (double) connections;
            }
        }
    }

    private static long used(ServerProcess server, boolean resident) throws IOException {
        Long heap = server.ask("heap");
        return resident || heap == null ? server.resident() : heap;
    }

    /** From the start of the process to the first byte that comes back. */
    static List<Figure> startUp(Settings settings) throws Exception {
        Map<String, Probe> probes = new LinkedHashMap<>();
        for (String peer : List.of(Pairing.OURS, "netty", "vertx", "twisted")) {
            if (ServerProcess.missing(peer).isEmpty()) {
                probes.put(peer, () -> firstByte(peer));
            }
        }
        return pair("start to first byte, no class-data archive", "ms", settings.reduced() ? 2 : 20, probes);
    }

    private static double firstByte(String peer) throws IOException {
        long start = System.nanoTime();
        try (ServerProcess server = ServerProcess.start(peer, "echo", "epoll");
                TcpLoad load = new TcpLoad(server.port(), 1, Exchange.echo(1))) {
            load.run(0);
            return (System.nanoTime() - start) / 1e6;
        }
    }
}
