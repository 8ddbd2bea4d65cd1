/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.peer;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * Runs one server: {@code PeerMain netwist echo epoll}. It prints {@code listening PORT}, then answers each line of
 * standard input: {@code bytes} with the bytes that its threads have allocated, {@code heap} with the bytes of its heap
 * that are in use after a collection. The end of the input ends it.
 */
public final class PeerMain {
    private PeerMain() {}

    /**
     * Runs the server.
     *
     * @param args the peer, the service and the transport
     * @throws Exception if the server cannot start
     */
    public static void main(String[] args) throws Exception {
        Peer peer = peer(args[0]);
        System.out.println("listening " + peer.start(args[1], args[2]));
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            System.out.println(answer(question));
        }
        System.exit(0);
    }

    private static Peer peer(String name) {
        return switch (name) {
            case "netwist" -> new NetwistPeer();
            case "netty" -> new NettyPeer();
            case "vertx" -> new VertxPeer();
            case "jdk" -> new JdkPeer();
            default ->
                throw new IllegalArgumentException("peer: " + name + " (expected: netwist, netty, vertx or jdk)");
        };
    }

    private static long answer(String question) {
        return switch (question) {
            case "bytes" -> allocated();
            case "heap" -> heap();
            default -> throw new IllegalArgumentException("question: " + question + " (expected: bytes or heap)");
        };
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    private static long heap() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
