/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import io.netwist.application.Application;
import io.netwist.application.ListeningService;
import io.netwist.application.MultiService;
import io.netwist.application.Service;
import io.netwist.application.ServiceState;
import io.netwist.bridge.ReactorCore;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.process.Signals;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One application on one reactor, from its start to its exit status. */
final class Run {

    /*
     * The first signal drains, with a deadline; the second ends the draining; the third ends the process. Stopping itself
     * has a deadline too, a short one: after draining nothing is left but closing, and a service that cannot close must not
     * keep a process alive that an operator wants gone.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Netwistd.class);

    /** How long closing may take once draining is over. */
    static final Duration CLOSING = Duration.ofSeconds(5);

    private final Application application;
    private final NettyReactor reactor;
    private final Duration drainLimit;
    private final Surroundings surroundings;
    private final Systemd systemd = new Systemd();

    private int status = ExitStatus.OK;
    private int stopsWanted;
    private @Nullable Deferred<?> draining;
    private boolean stopping;

    private boolean reloading;

    /**
     * What a run needs of the process around it.
     *
     * @param dropPrivileges called once everything is bound
     * @param reload called on a worker thread: looks again at what may have changed, gives the new application if it has
     * @param startFailed called with the reason
     * @param served called once everything runs
     */
    record Surroundings(
            Runnable dropPrivileges,
            Callable<Optional<Application>> reload,
            Consumer<Throwable> startFailed,
            Runnable served) {}

    Run(Application application, NettyReactor reactor, Duration drainLimit, Surroundings surroundings) {
        this.application = application;
        this.reactor = reactor;
        this.drainLimit = drainLimit;
        this.surroundings = surroundings;
    }

    /** Runs to the end. Blocks. */
    int run() {
        List<Signals.Subscription> heard = new ArrayList<>();
        for (String signal : List.of("TERM", "INT")) {
            heard.add(Signals.handle(signal, () -> reactor.callFromThread(() -> stopFor("SIG" + signal))));
        }
        heard.add(Signals.handle("HUP", () -> reactor.callFromThread(this::reload)));
        reactor.callWhenRunning(this::start);
        // Somebody, a service for example, may also stop the reactor itself.
        reactor.addSystemEventTrigger(ReactorCore.Phase.BEFORE, "shutdown", () -> {
            stopping = true;
            return application.state().isDown() ? null : stopTree();
        });
        try {
            reactor.run();
        } finally {
            heard.forEach(Signals.Subscription::close);
        }
        return status;
    }

    private void start() {
        application
                .privilegedStartOn(reactor)
                .onSuccess(nothing -> surroundings.dropPrivileges().run())
                .addCallbackDeferring(nothing -> application.startOn(reactor))
                .consume(nothing -> ready(), failure -> {
                    if (stopsWanted == 0) {
                        status = ExitStatus.ERROR;
                        surroundings.startFailed().accept(failure.value());
                    }
                    // What a failed drop of privileges leaves is a tree half started.
                    stopTree().onFired(stopped -> end());
                });
    }

    private void ready() {
        List<Address> addresses = application.addresses();
        String ready = "ready"
                + (addresses.isEmpty()
                        ? ""
                        : addresses.stream().map(String::valueOf).collect(Collectors.joining(" ", " on ", "")));
        LOG.info(ready);
        systemd.ready(reactor, ready);
        surroundings.served().run();
    }

    /** SIGHUP never ends the process: it makes it look again at what may have changed under it. */
    private void reload() {
        if (stopping || reloading || application.state() != ServiceState.RUNNING) {
            LOG.info("received SIGHUP: not now, the application is {}", reloading ? "reloading" : application.state());
            return;
        }
        reloading = true;
        LOG.info("received SIGHUP, reloading");
        systemd.reloading();
        reactor.deferToThread(surroundings.reload())
                .addCallbackDeferring(this::reconfigured)
                .consume(
                        what -> LOG.info("reloaded: {}", what),
                        failure -> LOG.error(
                                "reload failed, the old settings stay in effect: {}", Explanation.of(failure.value())))
                .onFired(outcome -> {
                    reloading = false;
                    systemd.reloaded();
                });
    }

    private Deferred<String> reconfigured(Optional<Application> next) {
        if (next.isEmpty()) {
            return Deferred.succeed("nothing has changed");
        }
        if (!next.get().processSettings().equals(application.processSettings())) {
            LOG.warn("the user and group of a process that runs cannot be changed");
        }
        return application.reconfigure(next.get()).addCallback(done -> "new settings are in effect");
    }

    // ---- stopping

    private void stopFor(String reason) {
        stopsWanted++;
        switch (stopsWanted) {
            case 1 -> {
                LOG.info("received {}, draining for at most {} s", reason, drainLimit.toSeconds());
                drain();
            }
            case 2 -> {
                LOG.info("received {} again, stopping without further draining", reason);
                if (draining != null) {
                    draining.cancel();
                }
            }
            default -> {
                LOG.warn("received {} a third time, ending at once", reason);
                Logs.stop();
                Runtime.getRuntime().halt(ExitStatus.FORCED);
            }
        }
    }

    private void drain() {
        if (stopping) {
            return;
        }
        stopping = true;
        systemd.stopping(drainLimit.plus(CLOSING));
        Deferred<@Nullable Void> drained = application.drain();
        draining = drained;
        drained.addTimeout(drainLimit, reactor, (outcome, timeout) -> {
                    status = ExitStatus.FORCED;
                    LOG.warn("still draining after {} s: {}", drainLimit.toSeconds(), laggards());
                    return null;
                })
                .handleFailure(CancelledException.class, skipped -> LOG.info("draining ended early: {}", laggards()))
                .handleFailure(failure -> LOG.error("draining failed", failure.value()))
                .onFired(outcome -> {
                    draining = null;
                    stopTree().onFired(stopped -> end());
                });
    }

    private Deferred<?> stopTree() {
        return application
                .stop()
                .addTimeout(CLOSING, reactor, (outcome, timeout) -> {
                    status = ExitStatus.FORCED;
                    LOG.error("not stopped after {} s: {}", CLOSING.toSeconds(), laggards());
                    return null;
                })
                .handleFailure(failure -> status = Math.max(status, ExitStatus.ERROR));
    }

    private void end() {
        if (reactor.isRunning()) {
            reactor.stop();
        }
    }

    private String laggards() {
        List<String> all = new ArrayList<>();
        collect(application, all);
        return String.join(", ", all);
    }

    private static void collect(Service service, List<String> into) {
        if (service instanceof MultiService parent) {
            for (Service child : parent) {
                collect(child, into);
            }
        } else if (!service.state().isDown() && !(service instanceof ListeningService server && server.isDrained())) {
            into.add(service.toString());
        }
    }
}
