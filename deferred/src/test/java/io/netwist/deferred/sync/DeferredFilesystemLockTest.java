/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.sync;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.DeferredTimeoutException;
import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeferredFilesystemLockTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private DeferredFilesystemLock lock;
    private DeferredFilesystemLock other;

    @BeforeEach
    void make() {
        lock = new DeferredFilesystemLock(directory.resolve("lock"), clock);
        other = new DeferredFilesystemLock(directory.resolve("lock"), clock);
    }

    @Spec("FSL-001")
    @Test
    void aFreeOneIsLockedAtOnce() throws Exception {
        assertThat(successResultOf(lock.deferUntilLocked(SECOND))).isNull();
        assertThat(lock.locked()).isTrue();
        assertThat(lock.clean()).isTrue();
        assertThat(clock.getDelayedCalls()).isEmpty();
        lock.unlock();
    }

    @Spec({"FSL-002", "FSL-003"})
    @Test
    void oneThatIsHeldIsTriedAgainOnceASecond() throws Exception {
        assertThat(other.lock()).isTrue();
        Deferred<Void> waits = lock.deferUntilLocked(SECOND.multipliedBy(10));
        other.unlock();
        assertNoResult(waits);
        clock.advance(SECOND);
        successResultOf(waits);
        assertThat(clock.getDelayedCalls()).isEmpty();
    }

    @Spec({"FSL-003", "FSL-007"})
    @Test
    void afterATimeoutTheNextWaitHasOneOfItsOwn() throws Exception {
        assertThat(other.lock()).isTrue();
        for (int i = 0; i < 2; i++) {
            Deferred<Void> waits = lock.deferUntilLocked(SECOND.multipliedBy(5).dividedBy(2));
            clock.pump(SECOND, SECOND, SECOND);
            assertThat(failureResultOf(waits, DeferredTimeoutException.class)).hasMessageContaining("lock");
            assertThat(clock.getDelayedCalls()).isEmpty();
        }
    }

    @Spec({"FSL-004", "FSL-005"})
    @Test
    void cancellingTriesOnceMore() throws Exception {
        assertThat(other.lock()).isTrue();
        Deferred<Void> waits = lock.deferUntilLocked();
        waits.cancel();
        failureResultOf(waits, CancelledException.class);
        assertThat(clock.getDelayedCalls()).isEmpty();
        Deferred<Void> lucky = lock.deferUntilLocked();
        other.unlock();
        lucky.cancel();
        successResultOf(lucky);
        assertThat(lock.locked()).isTrue();
    }

    @Spec("FSL-006")
    @Test
    void asecondWaitIsRefusedAndTheFirstGoesOn() throws Exception {
        assertThat(other.lock()).isTrue();
        Deferred<Void> first = lock.deferUntilLocked();
        failureResultOf(lock.deferUntilLocked(), AlreadyTryingToLockException.class);
        other.unlock();
        clock.advance(SECOND);
        successResultOf(first);
    }

    @Spec("FSL-008")
    @Test
    void aLockWhoseProcessIsGoneIsTakenOver() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createSymbolicLink(directory.resolve("lock"), Path.of(Long.toString(gone.pid())));
        assertThat(lock.lock()).isTrue();
        assertThat(lock.clean()).isFalse();
        assertThat(other.lock()).isFalse();
        other.unlock();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalStateException.class);
        Files.createSymbolicLink(directory.resolve("lock"), Path.of("1"));
        assertThat(lock.lock()).isFalse();
        assertThatThrownBy(lock::unlock)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("process 1");
    }
}
