/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.netty.LogCapture;
import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.testing.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PullToPushTest {

    private final TestClock clock = new TestClock();
    private final Consumer consumer = new Consumer();
    private final Producer producer = new Producer();
    private final PullToPush adapter = new PullToPush(producer, consumer, clock);

    private static final class Consumer implements ByteConsumer {
        int unregistered;
        boolean fails;

        @Override
        public void write(ByteBuf data) {
            data.release();
        }

        @Override
        public void registerProducer(PushProducer producer) {}

        @Override
        public void registerProducer(PullProducer producer) {}

        @Override
        public void unregisterProducer() {
            unregistered++;
            if (fails) {
                throw new IllegalStateException("injected");
            }
        }
    }

    private static final class Producer implements PullProducer {
        int asked;
        int stopped;
        int last = Integer.MAX_VALUE;

        @Override
        public void resumeProducing() {
            if (++asked == last) {
                throw new IllegalStateException("injected");
            }
        }

        @Override
        public void stopProducing() {
            stopped++;
        }
    }

    private void turn() {
        clock.advance(Duration.ZERO);
    }

    @Test
    @Spec("PRD-015")
    void asksOnceInEachTurnUnlessPaused() throws Exception {
        adapter.startStreaming();
        assertThat(producer.asked).as("before a turn").isZero();
        turn();
        assertThat(producer.asked).isEqualTo(1);
        turn();
        assertThat(producer.asked).isEqualTo(2);

        adapter.pauseProducing();
        turn();
        assertThat(producer.asked).as("while paused").isEqualTo(2);
        assertThat(clock.getDelayedCalls()).isEmpty();
        adapter.resumeProducing();
        turn();
        assertThat(producer.asked).isEqualTo(3);

        adapter.stopStreaming();
        adapter.stopStreaming();
        adapter.resumeProducing();
        turn();
        assertThat(producer.asked).as("once it is over").isEqualTo(3);
        assertThat(producer.stopped).isZero();
        assertThat(clock.getDelayedCalls()).isEmpty();
    }

    @Test
    @Spec("PRD-015")
    void tellsTheProducerWhenNobodyWantsMore() throws Exception {
        adapter.startStreaming();
        adapter.stopProducing();
        turn();
        assertThat(producer.asked).isZero();
        assertThat(producer.stopped).isEqualTo(1);
    }

    @Test
    @Spec("PRD-016")
    void unregistersAProducerThatThrowsEvenIfThatThrowsToo() {
        producer.last = 2;
        consumer.fails = true;
        try (LogCapture log = LogCapture.of("io.netwist.bridge.stream")) {
            adapter.startStreaming();
            turn();
            turn();
            turn();
            assertThat(producer.asked).isEqualTo(2);
            assertThat(consumer.unregistered).isEqualTo(1);
            assertThat(log.thrown()).hasSize(2);
        }
        assertThat(clock.getDelayedCalls()).isEmpty();
    }
}
