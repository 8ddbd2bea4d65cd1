/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.Processes;
import io.netwist.bridge.posix.PosixSupport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** JNA is optional: a JVM without it starts processes by the JDK, and says what it cannot do. */
class WithoutJnaIT {

    @Test
    void startsProcessesByTheJdk() throws Exception {
        try (ChildJvm child = ChildJvm.startWithout("jna", Child.class)) {
            List<String> lines = new ArrayList<>();
            for (String line = child.line(); line != null; line = child.line()) {
                lines.add(line);
            }
            assertThat(lines)
                    .contains("printed: hello")
                    .anyMatch(line -> line.startsWith("missing: net.java.dev.jna:jna"));
        }
    }

    /** What the JVM without JNA does. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            try (NettyReactor reactor = NettyReactor.create()) {
                byte[] output = reactor.runUntil(
                        Processes.getProcessOutput(reactor, "/bin/echo", "hello"), Duration.ofSeconds(20));
                System.out.println("printed: " + new String(output, StandardCharsets.UTF_8).strip());
                System.out.println("missing: " + PosixSupport.missing());
            }
        }
    }
}
