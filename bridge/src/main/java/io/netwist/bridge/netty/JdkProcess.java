/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netwist.bridge.address.ProcessAddress;
import io.netwist.bridge.netty.pipe.PipeChannel;
import io.netwist.bridge.netty.pipe.StreamInput;
import io.netwist.bridge.netty.pipe.StreamOutput;
import io.netwist.bridge.posix.PosixSupport;
import io.netwist.bridge.process.CannotSpawnException;
import io.netwist.bridge.process.ChildDescriptor;
import io.netwist.bridge.process.ProcessDone;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.process.ProcessTerminated;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A child that the JDK starts: everywhere, with what {@code ReactorProcess} says cannot be done so. */
final class JdkProcess implements ChildProcess {

    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    private final EventLoopReactor reactor;
    private final Process process;
    private final ProcessOptions options;

    /** Null until asked for, or if it is none of ours. */
    private @Nullable PipeChannel stdin;

    private JdkProcess(EventLoopReactor reactor, Process process, ProcessOptions options) {
        this.reactor = reactor;
        this.process = process;
        this.options = options;
    }

    static JdkProcess start(
            EventLoopReactor reactor, String executable, List<String> arguments, ProcessOptions options) {
        refuse("a terminal", options.terminal());
        refuse("uid or gid", options.uid().isPresent() || options.gid().isPresent());
        refuse("a process group", options.ownGroup());
        List<String> command = new ArrayList<>();
        command.add(executable);
        command.addAll(arguments.subList(Math.min(1, arguments.size()), arguments.size()));
        ProcessBuilder builder = new ProcessBuilder(command);
        if (!options.parentEnvironment()) {
            if (!WINDOWS) {
                builder.environment().clear();
            }
            builder.environment().putAll(options.environment().orElse(Map.of()));
        }
        options.directory().ifPresent(path -> builder.directory(path.toFile()));
        redirect(builder, options.descriptors());
        try {
            return new JdkProcess(reactor, builder.start(), options);
        } catch (IOException e) {
            throw new CannotSpawnException("cannot start " + executable + ": " + e.getMessage(), e);
        }
    }

    private static void refuse(String what, boolean wanted) {
        if (wanted) {
            throw unsupported(what);
        }
    }

    private static CannotSpawnException unsupported(String what) {
        return new CannotSpawnException(
                "a process with " + what + " cannot be had here: " + PosixSupport.missing()
                        + " (expected: Linux, with net.java.dev.jna:jna on the class path)",
                null);
    }

    private static void redirect(ProcessBuilder builder, Map<Integer, ChildDescriptor> descriptors) {
        for (int number : descriptors.keySet()) {
            refuse("descriptor " + number, number > 2);
        }
        Redirect in = redirect(0, descriptors.get(0));
        builder.redirectInput(in == null ? Redirect.from(new File(WINDOWS ? "NUL" : "/dev/null")) : in);
        Redirect out = redirect(1, descriptors.get(1));
        builder.redirectOutput(out == null ? Redirect.DISCARD : out);
        Redirect error = redirect(2, descriptors.get(2));
        builder.redirectError(error == null ? Redirect.DISCARD : error);
    }

    private static @Nullable Redirect redirect(int number, @Nullable ChildDescriptor descriptor) {
        if (descriptor == null) {
            return null;
        }
        if (descriptor.equals(number == 0 ? ChildDescriptor.WE_WRITE : ChildDescriptor.WE_READ)) {
            return Redirect.PIPE;
        }
        refuse("descriptor " + number + " as " + descriptor, !descriptor.equals(ChildDescriptor.inherit(number)));
        return Redirect.INHERIT;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Map<Integer, PipeChannel> pipes() {
        Map<Integer, PipeChannel> pipes = new TreeMap<>();
        options.descriptors().forEach((number, descriptor) -> {
            if (descriptor instanceof ChildDescriptor.Piped) {
                pipes.put(number, pipe(number));
            }
        });
        stdin = pipes.get(0);
        return pipes;
    }

    private PipeChannel pipe(int number) {
        String name = reactor + "-process-" + process.pid() + "-" + number;
        return number == 0
                ? new PipeChannel(null, new StreamOutput(process.getOutputStream(), true, name), new ProcessAddress())
                : new PipeChannel(
                        new StreamInput(number == 1 ? process.getInputStream() : process.getErrorStream(), true, name),
                        null,
                        new ProcessAddress());
    }

    @Override
    public void whenExited(Consumer<Throwable> exited) {
        process.onExit().thenRun(() -> {
            int code = process.exitValue();
            Throwable reason = code == 0 ? new ProcessDone() : ProcessTerminated.withExitCode(code);
            try {
                reactor.eventLoop().execute(() -> {
                    if (stdin != null) {
                        // The JDK has closed it already, and no stream tells so.
                        stdin.close();
                    }
                    exited.accept(reason);
                });
            } catch (RejectedExecutionException e) {
                // The reactor is over, and the JDK reaps what it started.
            }
        });
    }

    @Override
    public boolean signal(int number) throws IOException {
        if (!process.isAlive()) {
            return false;
        }
        if (number == SIGKILL || WINDOWS) {
            process.destroyForcibly();
        } else if (number == SIGTERM) {
            process.destroy();
        } else {
            new ProcessBuilder("kill", "-" + number, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
        }
        return true;
    }

    @Override
    public boolean signalGroup(int number) {
        throw unsupported("a process group");
    }

    @Override
    public void resizeTerminal(int rows, int columns) {
        throw unsupported("a terminal");
    }

    @Override
    public void abandon() {
        // The JDK reaps it.
    }
}
