/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.process.BaseProcessProtocol;
import io.netwist.bridge.process.CannotSpawnException;
import io.netwist.bridge.process.ProcessDone;
import io.netwist.bridge.process.ProcessExitedAlready;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.process.ProcessTerminated;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process of a {@link ProcessMonitor}, through all its lives. */
final class MonitoredProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessMonitor.class);

    private final String name;
    private final List<String> command;
    private final ProcessOptions how;
    private final ProcessMonitorOptions options;
    private final List<Deferred<@Nullable Void>> waiting = new ArrayList<>();

    /** The life under way, the next one, the death that comes if SIGTERM does not help: each null when there is none. */
    private @Nullable Life life;

    private @Nullable DelayedCall next;
    private @Nullable DelayedCall kill;

    private @Nullable Reactor reactor;
    private Duration delay;
    private boolean wanted;

    MonitoredProcess(String name, List<String> command, ProcessOptions how, ProcessMonitorOptions options) {
        this.name = name;
        this.command = List.copyOf(command);
        this.how = how;
        this.options = options;
        this.delay = options.minRestartDelay();
    }

    boolean isRunning() {
        return life != null;
    }

    void start(Reactor on) {
        reactor = on;
        wanted = true;
        cancelNext();
        if (life != null) {
            return;
        }
        Life born = new Life(on.nanoTime());
        life = born;
        try {
            on.spawnProcess(born, command.get(0), command, how);
            LOG.info("{} started, pid {}", this, born.transport().pid().orElse(-1));
        } catch (CannotSpawnException | IllegalArgumentException e) {
            over(on, born, String.valueOf(e.getMessage()));
        }
    }

    private void over(Reactor on, Life ended, String how) {
        life = null;
        if (kill != null && kill.active()) {
            kill.cancel();
        }
        kill = null;
        if (!wanted) {
            LOG.info("{} ended: {}", this, how);
            List<Deferred<@Nullable Void>> told = List.copyOf(waiting);
            waiting.clear();
            told.forEach(each -> each.callback(null));
            return;
        }
        Duration lived = Duration.ofNanos(on.nanoTime() - ended.born);
        Duration wait = Duration.ZERO;
        if (lived.compareTo(options.threshold()) < 0) {
            wait = delay;
            Duration doubled = delay.multipliedBy(2);
            delay = doubled.compareTo(options.maxRestartDelay()) > 0 ? options.maxRestartDelay() : doubled;
        } else {
            delay = options.minRestartDelay();
        }
        LOG.warn("{} ended after {} s: {}; starting it again in {} s", this, seconds(lived), how, seconds(wait));
        next = on.callLater(wait, () -> start(on));
    }

    private static String manner(Failure reason) {
        if (reason.value() instanceof ProcessDone) {
            return "exit code 0";
        }
        if (reason.value() instanceof ProcessTerminated terminated) {
            return terminated.signal().isPresent()
                    ? "signal " + terminated.signal().getAsInt()
                    : "exit code " + terminated.exitCode().orElse(-1);
        }
        return reason.getErrorMessage();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** SIGTERM, and SIGKILL for whoever does not mind that. */
    void terminate() {
        Life running = life;
        Reactor on = reactor;
        if (running == null || on == null || kill != null) {
            return;
        }
        signal(running, "TERM");
        kill = on.callLater(options.killTime(), () -> {
            LOG.warn("{} does not mind SIGTERM, killing it", this);
            signal(running, "KILL");
        });
    }

    /** Ends this life and has no other follow. */
    Deferred<@Nullable Void> end(boolean atOnce) {
        wanted = false;
        cancelNext();
        Life running = life;
        if (running == null) {
            return Deferred.succeed(null);
        }
        Deferred<@Nullable Void> ended = new Deferred<>(waiting::remove);
        waiting.add(ended);
        if (atOnce) {
            signal(running, "KILL");
        } else {
            terminate();
        }
        return ended;
    }

    private void cancelNext() {
        if (next != null && next.active()) {
            next.cancel();
        }
        next = null;
    }

    private void signal(Life running, String name) {
        try {
            running.transport().signalGroup(name);
        } catch (ProcessExitedAlready e) {
            LOG.debug("{} has ended already", this);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name);
        if (how.uid().isPresent() || how.gid().isPresent()) {
            text.append(' ');
            how.uid().ifPresent(text::append);
            text.append(':');
            how.gid().ifPresent(text::append);
        }
        return text.append(' ').append(command).toString();
    }

    /** From its start to its end. */
    private final class Life extends BaseProcessProtocol {
        final long born;
        private final ChildOutput out = new ChildOutput(name, "stdout");
        private final ChildOutput err = new ChildOutput(name, "stderr");

        Life(long born) {
            this.born = born;
        }

        @Override
        public void connectionMade() {
            transport().closeStdin();
        }

        @Override
        protected void outReceived(ByteBuf data) {
            out.received(data);
        }

        @Override
        protected void errReceived(ByteBuf data) {
            err.received(data);
        }

        @Override
        public void processEnded(Failure reason) {
            out.end();
            err.end();
            Reactor on = reactor;
            if (on != null && life == this) {
                over(on, this, manner(reason));
            }
        }
    }
}
