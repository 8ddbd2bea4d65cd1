/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netwist.bridge.address.ProcessAddress;
import io.netwist.bridge.netty.pipe.DescriptorInput;
import io.netwist.bridge.netty.pipe.DescriptorOutput;
import io.netwist.bridge.netty.pipe.PipeChannel;
import io.netwist.bridge.posix.Poller;
import io.netwist.bridge.posix.Posix;
import io.netwist.bridge.posix.PosixException;
import io.netwist.bridge.posix.Spawn;
import io.netwist.bridge.process.CannotSpawnException;
import io.netwist.bridge.process.ChildDescriptor;
import io.netwist.bridge.process.ProcessDone;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.process.ProcessTerminated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A child that we started and reap ourselves, so that nobody else knows more about its end than we do. */
final class PosixProcess implements ChildProcess {

    /*
     * The JDK reaps what it starts, says 128 + N for signal N as for exit code 128 + N, and closes a pipe when the child
     * exits although a grandchild writes on. So we do it all: pipes, posix_spawn, a pidfd that tells of the exit, waitpid.
     *
     * Until we call waitpid the pid cannot become somebody else's, and we call it on the reactor's thread only, as kill:
     * so a signal never hits a stranger.
     */

    /** Where a program is looked up when the child has no PATH. */
    private static final String DEFAULT_PATH = "/bin:/usr/bin";

    private final EventLoopReactor reactor;
    private final int pid;
    private final Map<Integer, PipeChannel> pipes;

    /** Our side of the terminal, for its size only; -1 if there is none. */
    private final int terminal;

    private Poller.@Nullable Watch exit;
    private int pidDescriptor = -1;
    private boolean reaped;
    private boolean abandoned;

    private PosixProcess(EventLoopReactor reactor, int pid, Map<Integer, PipeChannel> pipes, int terminal) {
        this.reactor = reactor;
        this.pid = pid;
        this.pipes = pipes;
        this.terminal = terminal;
    }

    // ---- starting

    static PosixProcess start(
            EventLoopReactor reactor, String executable, List<String> arguments, ProcessOptions options) {
        Starting starting = new Starting(reactor, options);
        try {
            reactor.poller().open();
            return starting.start(program(executable, options), arguments);
        } catch (PosixException e) {
            throw new CannotSpawnException("cannot start " + executable + ": " + e.getMessage(), e);
        } finally {
            starting.over();
        }
    }

    private static String program(String executable, ProcessOptions options) {
        options.directory().filter(path -> !Files.isDirectory(path)).ifPresent(path -> {
            throw new CannotSpawnException("directory: " + path + " (expected: one that exists)", null);
        });
        String path = options.parentEnvironment()
                ? System.getenv("PATH")
                : options.environment().orElse(Map.of()).get("PATH");
        String searched = path == null ? DEFAULT_PATH : path;
        return Spawn.find(executable, searched)
                .orElseThrow(() -> new CannotSpawnException(
                        "executable: " + executable + " (expected: a program in one of " + searched + ")", null));
    }

    /** What is open while a child is being started. */
    private static final class Starting {
        private final EventLoopReactor reactor;
        private final ProcessOptions options;
        private final Map<Integer, PipeChannel> pipes = new TreeMap<>();
        private final List<Integer> childs = new ArrayList<>();
        private final List<Integer> ours = new ArrayList<>();
        private boolean started;

        Starting(EventLoopReactor reactor, ProcessOptions options) {
            this.reactor = reactor;
            this.options = options;
        }

        PosixProcess start(String program, List<String> arguments) throws PosixException {
            Spawn spawn = identity(program, arguments);
            if (!options.parentEnvironment()) {
                spawn.environment(options.environment().orElse(Map.of()));
            }
            options.directory().ifPresent(path -> spawn.directory(path.toString()));
            if (options.ownGroup()) {
                spawn.ownGroup();
            }
            int terminal = -1;
            if (options.terminal()) {
                terminal = openTerminal(spawn);
            } else {
                for (Map.Entry<Integer, ChildDescriptor> each :
                        options.descriptors().entrySet()) {
                    open(spawn, each.getKey(), each.getValue());
                }
            }
            int pid = spawn.start();
            started = true;
            return new PosixProcess(reactor, pid, pipes, terminal);
        }

        /** A child may have another identity; the JVM must not change its own, so a program does it. */
        private Spawn identity(String program, List<String> arguments) throws PosixException {
            if (options.uid().isEmpty() && options.gid().isEmpty()) {
                return new Spawn(program, arguments);
            }
            if (!Posix.isPrivileged()) {
                throw new CannotSpawnException(
                        "uid: " + options.uid() + ", gid: " + options.gid()
                                + " (expected: none, since only a privileged process may change them)",
                        null);
            }
            Path from = options.directory().orElse(Path.of(""));
            if (!Files.isExecutable(from.resolve(program))) {
                throw new CannotSpawnException("executable: " + program + " (expected: a program)", null);
            }
            String changer = Spawn.find("setpriv", DEFAULT_PATH)
                    .orElseThrow(() -> new CannotSpawnException(
                            "setpriv, which changes uid and gid, is not in " + DEFAULT_PATH + " (expected: util-linux)",
                            null));
            List<String> all = new ArrayList<>();
            all.add("setpriv");
            all.add("--reuid=" + options.uid().orElseGet(Posix::userId));
            all.add("--regid=" + options.gid().orElseGet(Posix::groupId));
            all.add("--init-groups");
            all.add("--");
            all.add(program);
            all.addAll(arguments.subList(Math.min(1, arguments.size()), arguments.size()));
            return new Spawn(changer, all);
        }

        private void open(Spawn spawn, int childFd, ChildDescriptor descriptor) throws PosixException {
            if (descriptor instanceof ChildDescriptor.Inherited inherited) {
                spawn.descriptor(childFd, inherited.descriptor());
            } else if (descriptor instanceof ChildDescriptor.Piped piped) {
                int[] ends = Posix.pipe();
                int childs = ends[piped.written() ? 0 : 1];
                int own = ends[piped.written() ? 1 : 0];
                this.childs.add(childs);
                ours.add(own);
                spawn.descriptor(childFd, childs);
                pipes.put(
                        childFd,
                        piped.written()
                                ? new PipeChannel(
                                        null, new DescriptorOutput(own, reactor.poller()), new ProcessAddress())
                                : new PipeChannel(
                                        new DescriptorInput(own, reactor.poller()), null, new ProcessAddress()));
            } else {
                throw new AssertionError(descriptor);
            }
        }

        private int openTerminal(Spawn spawn) throws PosixException {
            int in = Posix.openTerminal();
            ours.add(in);
            // Two numbers, so that input and output close on their own.
            int out = Posix.duplicate(in, 3);
            ours.add(out);
            spawn.terminal(Posix.terminalPath(in));
            pipes.put(
                    1,
                    new PipeChannel(
                            new DescriptorInput(in, reactor.poller()),
                            new DescriptorOutput(out, reactor.poller()),
                            new ProcessAddress()));
            return in;
        }

        void over() {
            childs.forEach(Posix::close);
            if (!started) {
                ours.forEach(Posix::close);
            }
        }
    }

    // ---- living

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public Map<Integer, PipeChannel> pipes() {
        return pipes;
    }

    @Override
    public boolean signal(int number) throws IOException {
        return Posix.kill(pid, number);
    }

    @Override
    public boolean signalGroup(int number) throws IOException {
        return Posix.kill(-pid, number);
    }

    @Override
    public void resizeTerminal(int rows, int columns) throws IOException {
        Posix.resizeTerminal(terminal, rows, columns);
    }

    // ---- ending

    @Override
    public void whenExited(Consumer<Throwable> exited) {
        Runnable onLoop = () -> {
            try {
                reactor.eventLoop().execute(() -> reap(exited));
            } catch (RejectedExecutionException e) {
                // The reactor is over, and abandon has seen to the rest.
            }
        };
        OptionalInt descriptor = Posix.openPid(pid);
        if (descriptor.isPresent()) {
            pidDescriptor = descriptor.getAsInt();
            exit = reactor.poller().watch(pidDescriptor, onLoop);
            exit.arm(Poller.Interest.READ);
        } else {
            // The JDK waits for it in a thread, and does not reap what it did not start.
            ProcessHandle.of(pid).ifPresentOrElse(handle -> handle.onExit().thenRun(onLoop), onLoop);
        }
    }

    private void reap(Consumer<Throwable> exited) {
        if (reaped || abandoned) {
            return;
        }
        Throwable reason;
        try {
            OptionalInt status = Posix.reap(pid);
            if (status.isEmpty()) {
                if (exit != null) {
                    exit.arm(Poller.Interest.READ);
                }
                return;
            }
            reason = reasonOf(status.getAsInt());
        } catch (PosixException e) {
            // Somebody in this process waits for all children: the status is lost, and the process is gone.
            EventLoopReactor.LOG.error("process {} was reaped by somebody else", pid, e);
            reason = ProcessTerminated.withExitCode(255);
        }
        reaped = true;
        closePidDescriptor();
        exited.accept(reason);
    }

    private void closePidDescriptor() {
        if (exit != null) {
            exit.cancel();
            exit = null;
            Posix.close(pidDescriptor);
        }
    }

    static Throwable reasonOf(int status) {
        int signal = status & 0x7f;
        if (signal != 0) {
            return ProcessTerminated.bySignal(signal, status);
        }
        int code = status >> 8 & 0xff;
        return code == 0 ? new ProcessDone() : ProcessTerminated.withExitCode(code);
    }

    @Override
    public void abandon() {
        abandoned = true;
        closePidDescriptor();
        int orphan = pid;
        ProcessHandle.of(orphan)
                .ifPresent(handle -> handle.onExit().thenRun(() -> {
                    try {
                        Posix.reap(orphan);
                    } catch (PosixException e) {
                        EventLoopReactor.LOG.debug("process {} was reaped by somebody else", orphan, e);
                    }
                }));
    }
}
