/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What this process has: descriptors, children. On Linux. */
final class ChildrenOfOurs {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private ChildrenOfOurs() {}

    static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    /** Waits until every child has exited and has been reaped. */
    static boolean becomeNone() throws Exception {
        ProcessHandle[] children = ProcessHandle.current().children().toArray(ProcessHandle[]::new);
        CompletableFuture.allOf(Stream.of(children).map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (ProcessHandle.current().children().findAny().isPresent()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }
}
