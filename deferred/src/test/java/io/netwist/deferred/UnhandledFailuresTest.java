/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnhandledFailuresTest {
    private final List<UnhandledFailure> reported = new CopyOnWriteArrayList<>();
    private Consumer<? super UnhandledFailure> before = failure -> {};

    @BeforeEach
    void collectHere() throws Exception {
        UnhandledFailures.collect();
        before = UnhandledFailures.setSink(reported::add);
    }

    @AfterEach
    void restore() {
        UnhandledFailures.setSink(before);
        Deferred.setDebugging(false);
    }

    @Spec({"UNH-001", "UNH-004", "UNH-006"})
    @Test
    void garbageThatFailedIsReportedOnce() throws Exception {
        IOException thrown = new IOException("lost");
        UnhandledFailures.unwatched(() -> new Deferred<String>().errback(thrown));
        assertThat(UnhandledFailures.collect()).isTrue();
        assertThat(UnhandledFailures.collect()).isTrue();
        assertThat(reported).hasSize(1);
        assertThat(reported.get(0).failure().value()).isSameAs(thrown);
        assertThat(reported.get(0).toString()).startsWith("Unhandled failure in Deferred: java.io.IOException: lost");
    }

    @Spec("UNH-002")
    @Test
    void whatIsHeldOrHandledIsNotReported() throws Exception {
        Deferred<String> held = new Deferred<>();
        UnhandledFailures.unwatched(() -> held.errback(new IOException()));
        UnhandledFailures.collect();
        assertThat(reported).isEmpty();
        held.handleFailure(f -> {});
        UnhandledFailures.unwatched(
                () -> new Deferred<String>().handleFailure(f -> {}).errback(new IOException()));
        UnhandledFailures.collect();
        assertThat(reported).isEmpty();
    }

    @Spec("UNH-003")
    @Test
    void afterAHandOverOnlyTheReceiverReports() throws Exception {
        UnhandledFailures.unwatched(() -> {
            Deferred<String> inner = Deferred.fail(new IOException());
            Deferred<String> outer = Deferred.succeed("x").addCallbackDeferring(x -> inner);
            outer.addErrback(f -> {
                throw f.propagate();
            });
        });
        UnhandledFailures.collect();
        assertThat(reported).hasSize(1);
        reported.clear();
        UnhandledFailures.unwatched(() -> Deferred.fail(new IOException()).addErrbackDeferring(f -> new Deferred<>()));
        UnhandledFailures.collect();
        assertThat(reported).isEmpty();
    }

    @Spec("UNH-005")
    @Test
    void whatFailedWhilePausedIsReportedToo() throws Exception {
        UnhandledFailures.unwatched(() -> {
            Deferred<String> d = new Deferred<>();
            d.pause();
            d.handleFailure(f -> {});
            d.errback(new IOException());
        });
        UnhandledFailures.collect();
        assertThat(reported).hasSize(1);
    }

    @Spec({"UNH-007", "UNH-008", "UNH-009", "UNH-010"})
    @Test
    void inDebugModeItIsToldWhereADeferredWasMadeAndFired() throws Exception {
        Deferred<String> madeBefore = new Deferred<>();
        Deferred.setDebugging(true);
        assertThat(Deferred.getDebugging()).isTrue();
        UnhandledFailures.unwatched(() -> new Deferred<String>().errback(new IOException()));
        UnhandledFailures.collect();
        assertThat(reported.get(0).created()).isNotNull();
        assertThat(reported.get(0).toString())
                .contains("made at io.netwist.deferred.UnhandledFailuresTest")
                .contains("fired at io.netwist.deferred.UnhandledFailuresTest");
        Deferred<String> d = new Deferred<>();
        d.callback("x");
        assertThatThrownBy(() -> d.callback("y"))
                .isInstanceOf(AlreadyCalledException.class)
                .hasMessageContaining(" C: io.netwist.deferred.UnhandledFailuresTest")
                .hasMessageContaining(" I: ");
        madeBefore.callback("fine");
        Deferred.setDebugging(false);
        d.onSuccess(x -> {});
    }

    @Test
    void aWatchListsAtOnceAndForgetsWhatIsHandled() {
        try (UnhandledFailures.Watch watch = UnhandledFailures.watch()) {
            Deferred<String> d = Deferred.fail(new IOException());
            assertThat(watch.unhandled()).hasSize(1);
            failureResultOf(d);
            assertThat(watch.unhandled()).isEmpty();
        }
    }

    @Test
    void aSinkThatThrowsDoesNoHarm() throws Exception {
        UnhandledFailures.setSink(failure -> {
            throw new IllegalStateException("sink");
        });
        UnhandledFailures.unwatched(() -> new Deferred<String>().errback(new IOException()));
        assertThat(UnhandledFailures.collect()).isTrue();
    }

    @Test
    void theFlightRecorderHearsOfThemWhenARecordingAsks(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("events.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("io.netwist.DeferredCreated");
            recording.enable("io.netwist.DeferredFired");
            recording.enable("io.netwist.DeferredUnhandled");
            recording.start();
            Deferred.succeed("x").onSuccess(x -> {});
            UnhandledFailures.unwatched(() -> new Deferred<String>().errback(new IOException()));
            UnhandledFailures.collect();
            recording.stop();
            recording.dump(file);
        }
        assertThat(Files.size(file)).isPositive();
        assertThat(RecordingFile.readAllEvents(file).stream()
                        .map(RecordedEvent::getEventType)
                        .map(type -> type.getName())
                        .filter(name -> name.startsWith("io.netwist")))
                .contains("io.netwist.DeferredCreated", "io.netwist.DeferredFired", "io.netwist.DeferredUnhandled");
    }
}
