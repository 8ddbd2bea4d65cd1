/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netwist.bridge.process.BaseProcessProtocol;
import io.netwist.bridge.process.ProcessExitedAlready;
import io.netwist.bridge.process.ProcessKilledException;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.process.ProcessOutput;
import io.netwist.bridge.process.ProcessTerminated;
import io.netwist.bridge.process.UnexpectedErrorOutput;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program for what it says.
 *
 * <p>Every Deferred here fails with {@code CannotSpawnException} if the program cannot be started. Cancelling one kills the
 * process. The arguments are without the program's own name. What the program writes is kept in memory, however much that
 * is.
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.internet.utils}.
 */
public final class Processes {

    private Processes() {}

    /**
     * Runs a program with no environment, for its standard output.
     *
     * @param reactor starts it
     * @param executable a path, or a name that is in {@code /bin} or {@code /usr/bin}
     * @param arguments for it
     * @return all of its standard output; fails with {@link UnexpectedErrorOutput} at its first word on standard error
     */
    public static Deferred<byte[]> getProcessOutput(ReactorProcess reactor, String executable, String... arguments) {
        return getProcessOutput(reactor, executable, List.of(arguments), ProcessOptions.defaults());
    }

    /**
     * Runs a program for its standard output, however it exits.
     *
     * @param reactor starts it
     * @param executable a path or a name
     * @param arguments for it
     * @param options how
     * @return all of its standard output; fails with {@link UnexpectedErrorOutput} at its first word on standard error
     */
    public static Deferred<byte[]> getProcessOutput(
            ReactorProcess reactor, String executable, List<String> arguments, ProcessOptions options) {
        return new Output(false).run(reactor, executable, arguments, options);
    }

    /**
     * Runs a program for what it writes: Twisted's {@code errortoo}.
     *
     * @param reactor starts it
     * @param executable a path or a name
     * @param arguments for it
     * @param options how
     * @return all of its standard output and error, in the order in which they came
     */
    public static Deferred<byte[]> getProcessOutputAndErrors(
            ReactorProcess reactor, String executable, List<String> arguments, ProcessOptions options) {
        return new Output(true).run(reactor, executable, arguments, options);
    }

    /**
     * Runs a program with no environment, for its exit code.
     *
     * @param reactor starts it
     * @param executable a path, or a name that is in {@code /bin} or {@code /usr/bin}
     * @param arguments for it
     * @return its exit code; fails with {@link ProcessTerminated} if a signal killed it
     */
    public static Deferred<Integer> getProcessValue(ReactorProcess reactor, String executable, String... arguments) {
        return getProcessValue(reactor, executable, List.of(arguments), ProcessOptions.defaults());
    }

    /**
     * Runs a program for its exit code.
     *
     * @param reactor starts it
     * @param executable a path or a name
     * @param arguments for it
     * @param options how
     * @return its exit code; fails with {@link ProcessTerminated} if a signal killed it
     */
    public static Deferred<Integer> getProcessValue(
            ReactorProcess reactor, String executable, List<String> arguments, ProcessOptions options) {
        return new Value().run(reactor, executable, arguments, options);
    }

    /**
     * Runs a program for everything.
     *
     * @param reactor starts it
     * @param executable a path or a name
     * @param arguments for it
     * @param options how
     * @return what it wrote and its exit code; fails with {@link ProcessKilledException} if a signal killed it
     */
    public static Deferred<ProcessOutput> getProcessOutputAndValue(
            ReactorProcess reactor, String executable, List<String> arguments, ProcessOptions options) {
        return new Everything(null).run(reactor, executable, arguments, options);
    }

    /**
     * Runs a program for everything, and gives it something to read.
     *
     * @param reactor starts it
     * @param executable a path or a name
     * @param arguments for it
     * @param options how
     * @param stdin its whole standard input, in UTF-8
     * @return what it wrote and its exit code; fails with {@link ProcessKilledException} if a signal killed it
     */
    public static Deferred<ProcessOutput> getProcessOutputAndValue(
            ReactorProcess reactor,
            String executable,
            List<String> arguments,
            ProcessOptions options,
            CharSequence stdin) {
        return new Everything(stdin.toString().getBytes(StandardCharsets.UTF_8))
                .run(reactor, executable, arguments, options);
    }

    /**
     * Runs a program for everything, and gives it something to read.
     *
     * @param reactor starts it
     * @param executable a path or a name
     * @param arguments for it
     * @param options how
     * @param stdin its whole standard input
     * @return what it wrote and its exit code; fails with {@link ProcessKilledException} if a signal killed it
     */
    public static Deferred<ProcessOutput> getProcessOutputAndValue(
            ReactorProcess reactor, String executable, List<String> arguments, ProcessOptions options, byte[] stdin) {
        return new Everything(stdin.clone()).run(reactor, executable, arguments, options);
    }

    /** A process that is run for a result. */
    private abstract static class Asking<T> extends BaseProcessProtocol {
        final Deferred<T> answer = new Deferred<>(self -> cancelled());

        final Deferred<T> run(
                ReactorProcess reactor, String executable, List<String> arguments, ProcessOptions options) {
            List<String> all = new ArrayList<>();
            all.add(executable);
            all.addAll(arguments);
            try {
                reactor.spawnProcess(this, executable, all, options);
            } catch (RuntimeException e) {
                answer.errback(e);
            }
            return answer;
        }

        private void cancelled() {
            try {
                transport().signalProcess("KILL");
            } catch (ProcessExitedAlready e) {
                // Then only its pipes are left.
            }
            transport().loseConnection();
        }
    }

    private static void take(ByteBuf data, ByteArrayOutputStream into) {
        into.writeBytes(ByteBufUtil.getBytes(data));
    }

    private static final class Output extends Asking<byte[]> {
        private final boolean errorsToo;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        /** Who waits for the end of a process that has failed; null until it has. */
        private @Nullable Deferred<Failure> ended;

        Output(boolean errorsToo) {
            this.errorsToo = errorsToo;
        }

        @Override
        protected void outReceived(ByteBuf data) {
            take(data, out);
        }

        @Override
        protected void errReceived(ByteBuf data) {
            if (errorsToo) {
                take(data, out);
            } else if (!answer.isCalled()) {
                ended = new Deferred<>();
                answer.errback(new UnexpectedErrorOutput(data.toString(StandardCharsets.UTF_8), ended));
                transport().loseConnection();
            }
        }

        @Override
        public void processEnded(Failure reason) {
            if (ended != null) {
                ended.callbackValue(reason);
            } else if (!answer.isCalled()) {
                answer.callback(out.toByteArray());
            }
        }
    }

    private static final class Value extends Asking<Integer> {
        @Override
        public void processEnded(Failure reason) {
            if (answer.isCalled()) {
                return;
            }
            if (reason.value() instanceof ProcessTerminated terminated) {
                terminated.exitCode().ifPresentOrElse(answer::callback, () -> answer.errback(reason));
            } else {
                answer.callback(0);
            }
        }
    }

    private static final class Everything extends Asking<ProcessOutput> {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final byte @Nullable [] stdin;

        Everything(byte @Nullable [] stdin) {
            this.stdin = stdin;
        }

        @Override
        public void connectionMade() {
            if (stdin != null) {
                transport().writeToChild(0, stdin);
                transport().closeStdin();
            }
        }

        @Override
        protected void outReceived(ByteBuf data) {
            take(data, out);
        }

        @Override
        protected void errReceived(ByteBuf data) {
            take(data, err);
        }

        @Override
        public void processEnded(Failure reason) {
            if (answer.isCalled()) {
                return;
            }
            int code = 0;
            if (reason.value() instanceof ProcessTerminated terminated) {
                if (terminated.signal().isPresent()) {
                    answer.errback(new ProcessKilledException(out.toByteArray(), err.toByteArray(), terminated));
                    return;
                }
                code = terminated.exitCode().orElseThrow();
            }
            answer.callback(new ProcessOutput(out.toByteArray(), err.toByteArray(), code));
        }
    }
}
