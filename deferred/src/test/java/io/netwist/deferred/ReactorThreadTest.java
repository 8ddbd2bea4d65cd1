/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class ReactorThreadTest {

    @Test
    void letsReactorsShareAThreadAndReleaseItInAnyOrder() {
        Thread here = Thread.currentThread();
        Executor first = Runnable::run;
        Executor second = command -> command.run();
        ReactorThread one = ReactorThread.claim(here, first, "one");
        ReactorThread two = ReactorThread.claim(here, second, "two");
        assertThat(ReactorThread.executorOf(here)).isSameAs(second);
        one.release();
        one.release();
        assertThat(ReactorThread.executorOf(here)).isSameAs(second);
        ReactorThread three = ReactorThread.claim(here, first, "three");
        three.release();
        assertThat(ReactorThread.executorOf(here)).isSameAs(second);
        two.release();
        assertThat(ReactorThread.isClaimed(here)).isFalse();
    }
}
