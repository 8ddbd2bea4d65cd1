/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Reactor;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps child processes alive while it runs: one that ends is started again.
 *
 * <p>One that lived for less than the threshold waits first, longer each time. Each line that a child writes is logged. A stop
 * asks the children, and all that they have started, to end by SIGTERM, kills those that do not, and is done when none is left.
 * It is ready while every child runs. Source: {@code twisted.runner.procmon.ProcessMonitor}.
 */
public final class ProcessMonitor extends BaseService {

    private final ProcessMonitorOptions options;
    private final Map<String, MonitoredProcess> processes = new LinkedHashMap<>();
    private boolean draining;

    /** With the default times. */
    public ProcessMonitor() {
        this(ProcessMonitorOptions.defaults());
    }

    /**
     * With times.
     *
     * @param options when to start again and how to stop
     */
    public ProcessMonitor(ProcessMonitorOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    // ---- processes

    /**
     * Adds a process, with our environment; starts it if this runs.
     *
     * @param name unique here
     * @param command the program and its arguments, given to it as they are, by no shell
     * @return this, so that a monitor can be written down as one expression
     * @throws IllegalArgumentException if there is a process of that name, or no program
     */
    public ProcessMonitor with(String name, List<String> command) {
        addProcess(name, command, ProcessOptions.defaults().withParentEnvironment());
        return this;
    }

    /**
     * Adds a process; starts it if this runs.
     *
     * @param name unique here
     * @param command the program and its arguments, given to it as they are, by no shell
     * @param how its user, environment and directory; it leads a process group in any case
     * @throws IllegalArgumentException if there is a process of that name, or no program
     */
    public void addProcess(String name, List<String> command, ProcessOptions how) {
        if (processes.containsKey(name)) {
            throw new IllegalArgumentException(
                    "name: " + name + " (expected: a new one; removeProcess the old one first)");
        }
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command: (expected: a program and its arguments)");
        }
        MonitoredProcess process = new MonitoredProcess(name, command, how.withOwnGroup(true), options);
        processes.put(name, process);
        if (state() == ServiceState.RUNNING) {
            process.start(reactor());
        }
    }

    /**
     * Stops a process and forgets it.
     *
     * @param name of one that was added
     * @return fired when it has ended
     * @throws NoSuchElementException if there is none of that name
     */
    public Deferred<@Nullable Void> removeProcess(String name) {
        MonitoredProcess process = named(name);
        processes.remove(name);
        return process.end(false);
    }

    /**
     * Starts a process that does not run; one that waits to be started again waits no longer.
     *
     * @param name of one that was added
     * @throws NoSuchElementException if there is none of that name
     * @throws IllegalStateException if this does not run
     */
    public void startProcess(String name) {
        MonitoredProcess process = named(name);
        if (state() != ServiceState.RUNNING) {
            throw new IllegalStateException("startProcess: " + this + " (expected: a service that runs)");
        }
        process.start(reactor());
    }

    /**
     * Stops a process, which is then started again as after any other end.
     *
     * @param name of one that was added
     * @throws NoSuchElementException if there is none of that name
     */
    public void stopProcess(String name) {
        named(name).terminate();
    }

    /** Stops every process, each to be started again. */
    public void restartAll() {
        processes.values().forEach(MonitoredProcess::terminate);
    }

    private MonitoredProcess named(String name) {
        return Optional.ofNullable(processes.get(name))
                .orElseThrow(() ->
                        new NoSuchElementException("name: " + name + " (expected: one of " + processes.keySet() + ")"));
    }

    /**
     * The names of the processes.
     *
     * @return in the order in which they were added
     */
    public List<String> processNames() {
        return List.copyOf(processes.keySet());
    }

    // ---- Service

    @Override
    public Deferred<?> startService() throws Exception {
        draining = false;
        Reactor reactor = reactor();
        processes.values().forEach(each -> each.start(reactor));
        return super.startService();
    }

    @Override
    public Deferred<?> drainService() {
        draining = true;
        return endAll(false);
    }

    /** After draining there is no more time for those that are left. */
    @Override
    public Deferred<?> stopService() {
        return endAll(draining);
    }

    private Deferred<?> endAll(boolean atOnce) {
        List<Deferred<@Nullable Void>> ended = new ArrayList<>();
        processes.values().forEach(each -> ended.add(each.end(atOnce)));
        return Deferreds.gather(ended);
    }

    @Override
    public boolean isReady() {
        return super.isReady() && processes.values().stream().allMatch(MonitoredProcess::isRunning);
    }

    @Override
    public String toString() {
        return path() + " (" + state() + ", " + processes.values() + ")";
    }
}
