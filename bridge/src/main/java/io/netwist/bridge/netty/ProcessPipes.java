/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Transport;
import io.netwist.bridge.process.ProcessExitedAlready;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.process.ProcessProtocol;
import io.netwist.bridge.process.ProcessTransport;
import io.netwist.bridge.process.Signals;
import io.netwist.bridge.stream.Pieces;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.Action;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transport of a child process: one connection for each of its pipes, and its exit. */
final class ProcessPipes implements ProcessTransport, EventLoopReactor.Stoppable {

    /*
     * Each pipe is a channel with a protocol of ours, so that flow control, the limits on unsent bytes, the lending of
     * buffers and closing after the last write are those of every connection. What is left to do here is to name the pipes
     * by the child's descriptors, and to end in Twisted's order: the exit as soon as it is known, the end after the last
     * pipe.
     */

    private static final Logger LOG = LoggerFactory.getLogger(ProcessProtocol.class);

    private final EventLoopReactor reactor;
    private final ProcessProtocol protocol;
    private final String executable;
    private final ProcessOptions options;
    private final ChildProcess child;
    private final Map<Integer, Pipe> open = new TreeMap<>();
    private final Set<Integer> written = new TreeSet<>();
    private final List<Deferred<Failure>> waiting = new ArrayList<>(1);

    /** How it exited; null until that is known. */
    private @Nullable Failure reason;

    private boolean ended;

    private ProcessPipes(
            EventLoopReactor reactor,
            ProcessProtocol protocol,
            String executable,
            ProcessOptions options,
            ChildProcess child) {
        this.reactor = reactor;
        this.protocol = protocol;
        this.executable = executable;
        this.options = options;
        this.child = child;
    }

    /** Starts a process in one way or another. */
    interface Starter {
        ChildProcess start(EventLoopReactor reactor, String executable, List<String> arguments, ProcessOptions options);
    }

    static ProcessPipes spawn(
            EventLoopReactor reactor,
            ProcessProtocol protocol,
            String executable,
            List<String> arguments,
            ProcessOptions options,
            Starter starter) {
        options.checked();
        refuseNul(executable);
        arguments.forEach(ProcessPipes::refuseNul);
        options.environment()
                .ifPresent(variables -> variables.forEach((name, value) -> {
                    refuseNul(name);
                    refuseNul(value);
                }));
        ChildProcess child = starter.start(reactor, executable, arguments, options);
        ProcessPipes pipes = new ProcessPipes(reactor, protocol, executable, options, child);
        pipes.begin();
        return pipes;
    }

    private static void refuseNul(String text) {
        int at = text.indexOf('\0');
        if (at >= 0) {
            throw new IllegalArgumentException("text for a process: NUL at " + at + " of " + text.length()
                    + " (expected: none, it ends C's strings)");
        }
    }

    private void begin() {
        reactor.stoppables.add(this);
        child.pipes().forEach((childFd, channel) -> {
            Pipe pipe = new Pipe(childFd);
            open.put(childFd, pipe);
            if (!channel.isOutputShutdown()) {
                written.add(childFd);
            }
            Connections.begin(reactor, channel, pipe, null);
        });
        child.whenExited(this::exited);
        guard("makeConnection", () -> protocol.makeConnection(this));
    }

    /** What happens on one pipe. */
    private final class Pipe extends BaseProtocol {
        private final int childFd;

        Pipe(int childFd) {
            this.childFd = childFd;
        }

        @Override
        public void dataReceived(ByteBuf data) {
            try {
                protocol.childDataReceived(childFd, data);
            } catch (Throwable e) {
                logFailure("childDataReceived; descriptor " + childFd + " is closed", e);
                transport().loseConnection();
            }
        }

        @Override
        public void connectionLost(Failure why) {
            open.remove(childFd);
            if (!options.terminal()) {
                guard("childConnectionLost", () -> protocol.childConnectionLost(childFd));
            }
            endIfOver();
        }
    }

    private void guard(String call, Action action) {
        try {
            action.run();
        } catch (Throwable e) {
            logFailure(call, e);
        }
    }

    private void logFailure(String call, Throwable e) {
        LOG.error("{} of process {} threw from {}", protocol.getClass().getName(), executable, call, e);
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the end

    private void exited(Throwable why) {
        Failure failure = Failure.of(why);
        reason = failure;
        reactor.stoppables.remove(this);
        guard("processExited", () -> protocol.processExited(failure));
        endIfOver();
    }

    private void endIfOver() {
        Failure failure = reason;
        if (failure == null || !open.isEmpty() || ended) {
            return;
        }
        ended = true;
        guard("processEnded", () -> protocol.processEnded(failure));
        waiting.forEach(each -> each.callbackValue(failure));
        waiting.clear();
    }

    /** Our ends of its pipes are swept with all connections; the process itself goes on. */
    @Override
    public void reactorStopped() {
        reactor.stoppables.remove(this);
        child.abandon();
    }

    // ---- to the child

    @Override
    public OptionalLong pid() {
        return reason == null ? OptionalLong.of(child.pid()) : OptionalLong.empty();
    }

    /** The child's standard input or its terminal; null if it has none, or it is closed. */
    private @Nullable Transport in(String call) {
        reactor.checkThread(call);
        return written(options.terminal() ? 1 : 0);
    }

    private @Nullable Transport written(int childFd) {
        Pipe pipe = written.contains(childFd) ? open.get(childFd) : null;
        return pipe == null ? null : pipe.transport();
    }

    private void write(@Nullable Transport to, ByteBuf data) {
        if (to != null) {
            to.write(data);
        } else {
            reactor.lent.check(data);
            data.release();
        }
    }

    @Override
    public void write(ByteBuf data) {
        write(in("write"), data);
    }

    @Override
    public void write(byte[] data) {
        Transport in = in("write");
        if (in != null) {
            in.write(data);
        }
    }

    @Override
    public void write(CharSequence text) {
        Transport in = in("write");
        if (in != null) {
            in.write(text);
        }
    }

    @Override
    public void writeSequence(Iterable<?> data) {
        Transport in = in("writeSequence");
        Pieces.buffers(data).forEach(piece -> write(in, piece));
    }

    @Override
    public void writeToChild(int childFd, ByteBuf data) {
        reactor.checkThread("writeToChild");
        if (!isMapped(childFd)) {
            data.release();
            throw notMapped(childFd);
        }
        write(written(childFd), data);
    }

    @Override
    public void writeToChild(int childFd, byte[] data) {
        writeToChild(childFd, Unpooled.copiedBuffer(data));
    }

    @Override
    public void writeToChild(int childFd, CharSequence text) {
        writeToChild(childFd, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    private boolean isMapped(int childFd) {
        return !options.terminal() && written.contains(childFd);
    }

    private IllegalArgumentException notMapped(int childFd) {
        return new IllegalArgumentException("childFd: " + childFd + " (expected: one mapped to be written: "
                + (options.terminal() ? "a terminal has none" : written) + ")");
    }

    @Override
    public void registerProducer(PushProducer producer) {
        Transport in = in("registerProducer");
        if (in == null) {
            guard("stopProducing", producer::stopProducing);
        } else {
            in.registerProducer(producer);
        }
    }

    @Override
    public void registerProducer(PullProducer producer) {
        Transport in = in("registerProducer");
        if (in == null) {
            guard("stopProducing", producer::stopProducing);
        } else {
            in.registerProducer(producer);
        }
    }

    @Override
    public void unregisterProducer() {
        Transport in = in("unregisterProducer");
        if (in != null) {
            in.unregisterProducer();
        }
    }

    // ---- from the child

    @Override
    public void pauseProducing() {
        reactor.checkThread("pauseProducing");
        forEachRead(StreamTransport::pauseProducing);
    }

    @Override
    public void resumeProducing() {
        reactor.checkThread("resumeProducing");
        forEachRead(StreamTransport::resumeProducing);
    }

    private void forEachRead(Consumer<StreamTransport> action) {
        for (Pipe each : List.copyOf(open.values())) {
            if (options.terminal() || !written.contains(each.childFd)) {
                action.accept((StreamTransport) each.transport());
            }
        }
    }

    @Override
    public void stopProducing() {
        loseConnection();
    }

    // ---- closing

    @Override
    public void closeStdin() {
        closeChildFD(0);
    }

    @Override
    public void closeStdout() {
        closeChildFD(1);
    }

    @Override
    public void closeStderr() {
        closeChildFD(2);
    }

    @Override
    public void closeChildFD(int childFd) {
        reactor.checkThread("closeChildFD");
        Pipe pipe = options.terminal() ? null : open.get(childFd);
        if (pipe != null) {
            pipe.transport().loseConnection();
        }
    }

    @Override
    public void loseConnection() {
        reactor.checkThread("loseConnection");
        if (options.terminal()) {
            Pipe terminal = open.get(1);
            if (terminal != null) {
                terminal.transport().loseConnection();
            }
        } else {
            // What the child says when its input ends goes unheard, however fast it is.
            closeStderr();
            closeStdout();
            closeStdin();
        }
    }

    // ---- signals

    @Override
    public void signalProcess(String name) {
        signalProcess(Signals.number(name));
    }

    @Override
    public void signalProcess(int number) {
        reactor.checkThread("signalProcess");
        if (number < 0 || number > 64) {
            throw new IllegalArgumentException("signal: " + number + " (expected: 0..64)");
        }
        if (reason != null || !sent(number, child::signal)) {
            throw new ProcessExitedAlready("signal " + number + ": process " + executable + " has exited");
        }
    }

    @Override
    public void signalGroup(String name) {
        reactor.checkThread("signalGroup");
        if (!options.ownGroup() && !options.terminal()) {
            throw new IllegalStateException("signalGroup: process " + executable
                    + " shares its process group with us (expected: ProcessOptions.withOwnGroup)");
        }
        if (ended || !sent(Signals.number(name), child::signalGroup)) {
            throw new ProcessExitedAlready("signal " + name + ": nobody is left in the group of " + executable);
        }
    }

    private interface Signalling {
        boolean send(int number) throws IOException;
    }

    private boolean sent(int number, Signalling signalling) {
        try {
            return signalling.send(number);
        } catch (IOException e) {
            throw new UncheckedIOException("signal " + number + " cannot be sent to " + executable, e);
        }
    }

    @Override
    public void resizeTerminal(int rows, int columns) {
        reactor.checkThread("resizeTerminal");
        if (!options.terminal() || open.isEmpty()) {
            throw new IllegalStateException("resizeTerminal: " + executable
                    + (options.terminal() ? " has closed its terminal" : " has no terminal"));
        }
        try {
            child.resizeTerminal(rows, columns);
        } catch (IOException e) {
            throw new UncheckedIOException("resizeTerminal", e);
        }
    }

    @Override
    public Deferred<Failure> whenProcessEnded() {
        reactor.checkThread("whenProcessEnded");
        Deferred<Failure> own = new Deferred<>();
        if (ended && reason != null) {
            own.callbackValue(reason);
        } else {
            waiting.add(own);
        }
        return own;
    }

    @Override
    public String toString() {
        return "process " + executable + (reason == null ? " with pid " + child.pid() : ", which has exited");
    }
}
