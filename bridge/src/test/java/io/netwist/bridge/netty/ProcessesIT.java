/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.Processes.getProcessOutput;
import static io.netwist.bridge.Processes.getProcessOutputAndErrors;
import static io.netwist.bridge.Processes.getProcessOutputAndValue;
import static io.netwist.bridge.Processes.getProcessValue;
import static io.netwist.bridge.netty.Child.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.process.CannotSpawnException;
import io.netwist.bridge.process.ProcessKilledException;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.process.ProcessOutput;
import io.netwist.bridge.process.ProcessTerminated;
import io.netwist.bridge.process.UnexpectedErrorOutput;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.DeferredTimeoutException;
import io.netwist.deferred.testing.DeferredResults;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Programs that are run for what they say. */
@Spec("PRC-019")
class ProcessesIT {

    private static final ProcessOptions DEFAULTS = ProcessOptions.defaults();

    private static <T> T await(NettyReactor reactor, Deferred<T> deferred) throws Exception {
        return reactor.runUntil(deferred, LIMIT);
    }

    @Test
    void givesAllOfTheOutput() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            assertThat(await(reactor, getProcessOutput(reactor, "/bin/sh", "-c", "echo \"$0 said\"; exit 3")))
                    .asString()
                    .isEqualTo("/bin/sh said\n");
            assertThat(await(
                            reactor,
                            getProcessOutput(
                                    reactor,
                                    "sh",
                                    List.of("-c", "echo $A; pwd"),
                                    DEFAULTS.withEnvironment(Map.of("A", "b", "PATH", "/bin"))
                                            .withDirectory(Path.of("/")))))
                    .asString()
                    .isEqualTo("b\n/\n");
            assertThat(await(reactor, getProcessOutput(reactor, "/usr/bin/head", "-c", "1000000", "/dev/zero")))
                    .hasSize(1_000_000);
        }
    }

    @Test
    void aWordOnStandardErrorFailsItAtOnce() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Deferred<byte[]> output = getProcessOutput(reactor, "/bin/sh", "-c", "echo oops >&2; read wait; exit 7");
            UnexpectedErrorOutput failure = null;
            try {
                await(reactor, output);
            } catch (UnexpectedErrorOutput e) {
                failure = e;
            }
            assertThat(failure).hasMessage("got stderr: oops\n");
            // Standard input is closed with the rest, so the child goes on and ends.
            Throwable end = await(reactor, failure.processEnded()).value();
            assertThat(((ProcessTerminated) end).exitCode()).hasValue(7);

            assertThat(await(
                            reactor,
                            getProcessOutputAndErrors(
                                    reactor, "/bin/sh", List.of("-c", "echo out; echo err >&2"), DEFAULTS)))
                    .asString()
                    .contains("out\n", "err\n")
                    .hasSize(8);
        }
    }

    @Test
    void givesTheExitCode() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            assertThat(await(reactor, getProcessValue(reactor, "/bin/sh", "-c", "exit 200")))
                    .isEqualTo(200);
            assertThat(await(reactor, getProcessValue(reactor, "true"))).isZero();
            assertThatThrownBy(() -> await(reactor, getProcessValue(reactor, "/bin/sh", "-c", "kill -9 $$")))
                    .isInstanceOf(ProcessTerminated.class)
                    .hasMessageContaining("by signal 9");
        }
    }

    @Test
    void givesEverything() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ProcessOutput output = await(
                    reactor,
                    getProcessOutputAndValue(
                            reactor, "/bin/sh", List.of("-c", "tr a-z A-Z; echo err >&2; exit 4"), DEFAULTS, "grüße"));
            assertThat(output.outText()).isEqualTo("GRüßE");
            assertThat(output.out()).isEqualTo("GRüßE".getBytes(StandardCharsets.UTF_8));
            assertThat(output.errText()).isEqualTo("err\n");
            assertThat(output.exitCode()).isEqualTo(4);
            byte[] much = new byte[3_000_000];
            assertThat(await(reactor, getProcessOutputAndValue(reactor, "cat", List.of(), DEFAULTS, much))
                            .out())
                    .isEqualTo(much);
            assertThatThrownBy(() -> await(
                            reactor,
                            getProcessOutputAndValue(
                                    reactor,
                                    "/bin/sh",
                                    List.of("-c", "echo out; echo err >&2; kill -15 $$"),
                                    DEFAULTS)))
                    .isInstanceOfSatisfying(ProcessKilledException.class, killed -> {
                        assertThat(killed.signal()).isEqualTo(15);
                        assertThat(killed.out()).asString().isEqualTo("out\n");
                        assertThat(killed.err()).asString().isEqualTo("err\n");
                    });
        }
    }

    @Test
    void failsWhenTheProgramCannotBeStarted() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            DeferredResults.failureResultOf(getProcessOutput(reactor, "/no/such"), CannotSpawnException.class);
            DeferredResults.failureResultOf(getProcessValue(reactor, "/no/such"), CannotSpawnException.class);
            DeferredResults.failureResultOf(
                    getProcessOutputAndValue(reactor, "/no/such", List.of(), DEFAULTS), CannotSpawnException.class);
        }
    }

    @Test
    void cancellingKills() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Deferred<Integer> value = getProcessValue(reactor, "/bin/sh", "-c", "trap '' TERM; read forever");
            value.cancel();
            DeferredResults.failureResultOf(value, CancelledException.class);
            assertThatThrownBy(() -> await(
                            reactor,
                            getProcessOutput(reactor, "/bin/sleep", "100").addTimeout(Duration.ofMillis(50), reactor)))
                    .isInstanceOf(DeferredTimeoutException.class);
            Duration limit = Duration.ofMillis(10);
            while (ProcessHandle.current().children().findAny().isPresent()) {
                reactor.iterate(limit);
            }
        }
    }
}
