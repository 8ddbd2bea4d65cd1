/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.testing.MemoryProcess;
import io.netwist.bridge.testing.MemoryReactor;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Child processes that are kept alive. */
class ProcessMonitorTest {

    private final MemoryReactor reactor = new MemoryReactor();
    private final ProcessMonitor monitor = new ProcessMonitor();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ProcessMonitor.class);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void deaf() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private void start() {
        monitor.with("web", List.of("/bin/web", "-v"));
        successResultOf(monitor.startOn(reactor));
    }

    private MemoryProcess last() {
        return reactor.processes().get(reactor.processes().size() - 1);
    }

    private int count() {
        return reactor.processes().size();
    }

    private void advance(double seconds) {
        reactor.clock().advance(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    @Test
    @Spec({"MON-01", "MON-02", "MON-03", "OPS-42"})
    void startsEachProcessWithItsArgumentsAndOurEnvironment() {
        monitor.with("a", List.of("/bin/a", "x y"));
        assertThat(count()).isZero();
        successResultOf(monitor.startOn(reactor));
        monitor.addProcess(
                "b", List.of("/bin/b"), ProcessOptions.defaults().withUid(5).withGid(6));
        assertThat(count()).isEqualTo(2);
        assertThat(reactor.processes().get(0).arguments()).containsExactly("/bin/a", "x y");
        assertThat(reactor.processes().get(0).options().parentEnvironment()).isTrue();
        assertThat(last().options().uid()).hasValue(5);
        monitor.startProcess("a");
        assertThat(count()).isEqualTo(2);
        assertThat(monitor.isReady()).isTrue();
        assertThatThrownBy(() -> monitor.with("a", List.of("/bin/a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("removeProcess");
        assertThatThrownBy(() -> monitor.startProcess("c")).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> monitor.stopProcess("c")).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> monitor.removeProcess("c")).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    @Spec({"MON-04", "OPS-42"})
    void startsAgainAtOnceWhatLivedAndWaitsForWhatDidNot() throws Exception {
        start();
        advance(1);
        last().exits(3);
        advance(0);
        assertThat(count()).isEqualTo(2);
        for (int wait : new int[] {1, 2, 4, 8}) {
            int before = count();
            last().exits(1);
            assertThat(monitor.isReady()).isFalse();
            advance(wait - 0.001);
            assertThat(count()).isEqualTo(before);
            advance(0.001);
            assertThat(count()).isEqualTo(before + 1);
        }
        advance(1);
        last().exits(0);
        advance(0);
        last().exits(0);
        advance(1);
        assertThat(count()).isEqualTo(8);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(line -> assertThat(line).contains("exit code 3").contains("again in 0.0 s"))
                .anySatisfy(line -> assertThat(line).contains("again in 8.0 s"));
    }

    @Test
    @Spec("MON-05")
    void terminatesThenKillsThenStartsAgain() throws Exception {
        start();
        MemoryProcess first = last();
        monitor.stopProcess("web");
        assertThat(first.signals()).hasSize(1).first().asString().contains("TERM");
        advance(4.999);
        assertThat(first.signals()).hasSize(1);
        advance(0.001);
        assertThat(first.signals()).hasSize(2);
        first.killed("KILL");
        advance(0);
        assertThat(count()).isEqualTo(2);
        monitor.stopProcess("web");
        last().exits(0);
        advance(10);
        assertThat(reactor.processes().get(1).signals()).hasSize(1);
    }

    @Test
    @Spec({"MON-06", "OPS-41"})
    void aStopWaitsForEveryChildAndStartsNone() throws Exception {
        start();
        monitor.with("db", List.of("/bin/db"));
        MemoryProcess web = reactor.processes().get(0);
        MemoryProcess db = last();
        Deferred<?> drained = monitor.drain();
        web.exits(0);
        assertThatThrownBy(() -> monitor.startProcess("web"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected: a service that runs");
        assertNoResult(drained);
        advance(5);
        assertThat(db.signals()).hasSize(2);
        db.killed("KILL");
        successResultOf(drained);
        successResultOf(monitor.stop());
        advance(4000);
        assertThat(count()).isEqualTo(2);
        assertThat(reactor.getDelayedCalls()).isEmpty();
    }

    @Test
    @Spec("OPS-41")
    void aStopAfterADrainThatTookTooLongKillsAtOnce() throws Exception {
        start();
        monitor.drain().handleFailure(cancelled -> {});
        Deferred<?> stopped = monitor.stop();
        assertThat(last().signals()).hasSize(2).last().asString().contains("KILL");
        last().killed("KILL");
        successResultOf(stopped);
    }

    @Test
    @Spec("MON-07")
    void whatIsRemovedNeverComesBack() throws Exception {
        start();
        last().exits(1);
        successResultOf(monitor.removeProcess("web"));
        advance(10);
        assertThat(count()).isEqualTo(1);
        assertThat(monitor.processNames()).isEmpty();
        monitor.with("web", List.of("/bin/other"));
        Deferred<?> removed = monitor.removeProcess("web");
        assertNoResult(removed);
        last().exits(0);
        successResultOf(removed);
        advance(10);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    @Spec("MON-08")
    void restartsAll() throws Exception {
        start();
        monitor.with("db", List.of("/bin/db"));
        advance(2);
        monitor.restartAll();
        for (MemoryProcess each : List.copyOf(reactor.processes())) {
            each.killed("TERM");
        }
        advance(0);
        assertThat(count()).isEqualTo(4);
    }

    @Test
    @Spec("MON-09")
    void logsEachLineOfItsOutput() throws Exception {
        start();
        log.list.clear();
        last().deliver(1, "one\ntw");
        last().deliver(1, "o\r\nlast");
        last().deliver(2, "oops\n");
        last().exits(0);
        assertThat(log.list.subList(0, 4))
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("[web] one", "[web] two", "[web] oops", "[web] last");
        assertThat(log.list.get(2).getKeyValuePairs().toString()).contains("stderr");
        byte[] latin = "gr\u00fcn\\".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(ChildOutput.text(latin)).isEqualTo("gr\\xfcn\\x5c");
    }

    @Test
    @Spec("MON-11")
    void showsWhatItKeepsAlive() {
        monitor.addProcess(
                "a",
                List.of("/bin/a", "x"),
                ProcessOptions.defaults().withUid(1).withGid(2));
        monitor.with("b", List.of("/bin/b"));
        assertThat(monitor.toString()).contains("a 1:2 [/bin/a, x]").contains("b [/bin/b]");
    }
}
