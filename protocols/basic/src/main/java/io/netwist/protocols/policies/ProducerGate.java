/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stands between a transport and a producer so that somebody else may pause the producer, too. */
final class ProducerGate implements PushProducer {

    /*
     * A producer wants pause and resume to alternate, however many have a reason to pause it. A pull producer is asked
     * for one piece at a time; while the gate is closed a question is kept and put when it opens.
     */

    private final @Nullable PushProducer push;
    private final @Nullable PullProducer pull;
    private boolean closed;

    /** The transport has paused us. */
    private boolean paused;

    /** What the producer was told last. */
    private boolean told;

    /** The transport has asked for a piece that the pull producer has not been asked for. */
    private boolean asked;

    ProducerGate(PushProducer producer, boolean closed) throws Exception {
        this.push = producer;
        this.pull = null;
        this.closed = closed;
        tell();
    }

    ProducerGate(PullProducer producer, boolean closed) {
        this.push = null;
        this.pull = producer;
        this.closed = closed;
    }

    /** What to register with the transport for a pull producer. */
    PullProducer asPull() {
        return new PullProducer() {
            @Override
            public void resumeProducing() throws Exception {
                asked = true;
                ask();
            }

            @Override
            public void stopProducing() throws Exception {
                ProducerGate.this.stopProducing();
            }
        };
    }

    boolean isFor(PushProducer producer) {
        return push == producer;
    }

    void close() throws Exception {
        closed = true;
        tell();
    }

    void open() throws Exception {
        closed = false;
        tell();
        ask();
    }

    private void ask() throws Exception {
        if (asked && !closed && pull != null) {
            asked = false;
            pull.resumeProducing();
        }
    }

    private void tell() throws Exception {
        boolean pause = paused || closed;
        if (push != null && pause != told) {
            told = pause;
            if (pause) {
                push.pauseProducing();
            } else {
                push.resumeProducing();
            }
        }
    }

    @Override
    public void pauseProducing() throws Exception {
        paused = true;
        tell();
    }

    @Override
    public void resumeProducing() throws Exception {
        paused = false;
        tell();
    }

    @Override
    public void stopProducing() throws Exception {
        if (push != null) {
            push.stopProducing();
        } else {
            Objects.requireNonNull(pull).stopProducing();
        }
    }
}
