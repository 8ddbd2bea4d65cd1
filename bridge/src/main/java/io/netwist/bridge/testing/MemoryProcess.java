/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.process.ChildDescriptor;
import io.netwist.bridge.process.ProcessDone;
import io.netwist.bridge.process.ProcessExitedAlready;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.process.ProcessProtocol;
import io.netwist.bridge.process.ProcessTerminated;
import io.netwist.bridge.process.ProcessTransport;
import io.netwist.bridge.process.Signals;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A process of a {@link MemoryReactor}: nothing runs, and the test plays the child.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>What is written, which signals are sent and which pipes are closed is noted, and nothing happens by itself: a signal
 *       kills nobody.
 *   <li>{@link #deliver}, {@link #closed}, {@link #exits}, {@link #killed} and {@link #pipesClose} play the child; what the
 *       protocol throws comes out of them.
 *   <li>A pipe that the protocol closes is told of in a later turn of the reactor, as ever.
 *   <li>A registered producer is kept and not called.
 * </ul>
 *
 * <p>Threading: the reactor's thread. Twisted has no such double; its process monitor's tests have one of their own.
 */
public final class MemoryProcess implements ProcessTransport {

    private final MemoryReactor reactor;
    private final ProcessProtocol protocol;
    private final String executable;
    private final List<String> arguments;
    private final ProcessOptions options;
    private final long pid;
    private final Map<Integer, ByteArrayOutputStream> written = new TreeMap<>();
    private final Set<Integer> open = new TreeSet<>();
    private final List<String> signals = new ArrayList<>();
    private final List<Deferred<Failure>> waiting = new ArrayList<>();
    private @Nullable Object producer;
    private boolean paused;
    private @Nullable Failure reason;
    private boolean ended;

    MemoryProcess(
            MemoryReactor reactor,
            ProcessProtocol protocol,
            String executable,
            List<String> arguments,
            ProcessOptions options) {
        this.reactor = reactor;
        this.protocol = protocol;
        this.executable = executable;
        this.arguments = List.copyOf(arguments);
        this.options = options;
        this.pid = 1000L + reactor.processes().size();
        if (options.terminal()) {
            open.add(1);
            written.put(1, new ByteArrayOutputStream());
        } else {
            options.descriptors().forEach((number, descriptor) -> {
                if (descriptor instanceof ChildDescriptor.Piped piped) {
                    open.add(number);
                    if (piped.written()) {
                        written.put(number, new ByteArrayOutputStream());
                    }
                }
            });
        }
    }

    // ---- what the test sees

    /**
     * What was to be run.
     *
     * @return the path or name
     */
    public String executable() {
        return executable;
    }

    /**
     * What it was to be told.
     *
     * @return from its own name on
     */
    public List<String> arguments() {
        return arguments;
    }

    /**
     * How it was to be started.
     *
     * @return the options
     */
    public ProcessOptions options() {
        return options;
    }

    /**
     * Who hears of it.
     *
     * @return the protocol
     */
    public ProcessProtocol protocol() {
        return protocol;
    }

    /**
     * What was written to the child's standard input, or its terminal, and not forgotten.
     *
     * @return the bytes, as UTF-8
     */
    public String value() {
        return value(options.terminal() ? 1 : 0);
    }

    /**
     * What was written to a descriptor of the child and not forgotten.
     *
     * @param childFd the child's number of it
     * @return the bytes, as UTF-8; empty if it is not written
     */
    public String value(int childFd) {
        ByteArrayOutputStream bytes = written.get(childFd);
        return bytes == null ? "" : bytes.toString(StandardCharsets.UTF_8);
    }

    /** Forgets what was written. */
    public void clear() {
        written.values().forEach(ByteArrayOutputStream::reset);
    }

    /**
     * The signals that were sent.
     *
     * @return in order, by name or by number as they were given; those to the group begin with {@code -}
     */
    public List<String> signals() {
        return List.copyOf(signals);
    }

    /**
     * The pipes that are open.
     *
     * @return by the child's numbers
     */
    public Set<Integer> open() {
        return Set.copyOf(open);
    }

    /**
     * Whether the protocol has paused what the child writes.
     *
     * @return true between pause and resume
     */
    public boolean isPaused() {
        return paused;
    }

    /**
     * The producer on the child's standard input.
     *
     * @return a PushProducer or a PullProducer, or null
     */
    public @Nullable Object producer() {
        return producer;
    }

    // ---- playing the child

    /**
     * The child writes something.
     *
     * @param childFd where to
     * @param text the bytes, as UTF-8
     * @throws IllegalStateException if that pipe is closed
     * @throws Exception what the protocol threw
     */
    public void deliver(int childFd, CharSequence text) throws Exception {
        if (!open.contains(childFd)) {
            throw new IllegalStateException(
                    "deliver: descriptor " + childFd + " is not open (expected: one of " + open + ")");
        }
        reactor.lending()
                .lend(
                        protocol,
                        data -> protocol.childDataReceived(childFd, data),
                        text.toString().getBytes(StandardCharsets.UTF_8))
                .release();
    }

    /**
     * The child closes one pipe.
     *
     * @param childFd its number of it
     * @throws Exception what the protocol threw
     */
    public void closed(int childFd) throws Exception {
        if (open.remove(childFd)) {
            if (!options.terminal()) {
                protocol.childConnectionLost(childFd);
            }
            endIfOver();
        }
    }

    /**
     * The child exits, and its pipes close with it.
     *
     * @param code its exit code
     * @throws Exception what the protocol threw
     */
    public void exits(int code) throws Exception {
        exitOnly(code == 0 ? new ProcessDone() : ProcessTerminated.withExitCode(code));
        pipesClose();
    }

    /**
     * A signal kills the child, and its pipes close with it.
     *
     * @param signal the name, without SIG
     * @throws Exception what the protocol threw
     */
    public void killed(String signal) throws Exception {
        exitOnly(ProcessTerminated.bySignal(Signals.number(signal)));
        pipesClose();
    }

    /**
     * The child exits, and something that it has started holds its pipes.
     *
     * @param why a ProcessDone or a ProcessTerminated
     * @throws IllegalStateException if it has exited
     * @throws Exception what the protocol threw
     */
    public void exitOnly(Throwable why) throws Exception {
        if (reason != null) {
            throw new IllegalStateException("exit: " + this + " has exited already");
        }
        Failure failure = Failure.of(why);
        reason = failure;
        protocol.processExited(failure);
        endIfOver();
    }

    /**
     * All of its pipes close.
     *
     * @throws Exception what the protocol threw
     */
    public void pipesClose() throws Exception {
        for (int each : List.copyOf(open)) {
            closed(each);
        }
    }

    private void endIfOver() throws Exception {
        Failure failure = reason;
        if (failure != null && open.isEmpty() && !ended) {
            ended = true;
            try {
                protocol.processEnded(failure);
            } finally {
                waiting.forEach(each -> each.callbackValue(failure));
                waiting.clear();
            }
        }
    }

    // ---- ProcessTransport

    @Override
    public OptionalLong pid() {
        return reason == null ? OptionalLong.of(pid) : OptionalLong.empty();
    }

    private void note(int childFd, byte[] data) {
        ByteArrayOutputStream to = written.get(childFd);
        if (to != null && open.contains(childFd)) {
            to.writeBytes(data);
        }
    }

    @Override
    public void write(ByteBuf data) {
        reactor.checkThread("write");
        byte[] bytes = Bytes.take(data);
        reactor.lending().checkStillOurs();
        note(options.terminal() ? 1 : 0, bytes);
    }

    @Override
    public void write(byte[] data) {
        write(Unpooled.copiedBuffer(data));
    }

    @Override
    public void write(CharSequence text) {
        write(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    @Override
    public void writeSequence(Iterable<?> data) {
        write(Bytes.join(data));
    }

    @Override
    public void writeToChild(int childFd, ByteBuf data) {
        reactor.checkThread("writeToChild");
        byte[] bytes = Bytes.take(data);
        reactor.lending().checkStillOurs();
        if (options.terminal() || !written.containsKey(childFd)) {
            throw new IllegalArgumentException("childFd: " + childFd + " (expected: one mapped to be written: "
                    + (options.terminal() ? "a terminal has none" : written.keySet()) + ")");
        }
        note(childFd, bytes);
    }

    @Override
    public void writeToChild(int childFd, byte[] data) {
        writeToChild(childFd, Unpooled.copiedBuffer(data));
    }

    @Override
    public void writeToChild(int childFd, CharSequence text) {
        writeToChild(childFd, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    @Override
    public void registerProducer(PushProducer push) {
        if (mayRegister()) {
            producer = push;
        } else {
            MemoryReactor.guard(push::stopProducing);
        }
    }

    @Override
    public void registerProducer(PullProducer pull) {
        if (mayRegister()) {
            producer = pull;
        } else {
            MemoryReactor.guard(pull::stopProducing);
        }
    }

    private boolean mayRegister() {
        reactor.checkThread("registerProducer");
        if (producer != null) {
            throw new IllegalStateException(
                    "registerProducer: producer " + producer + " is registered; call unregisterProducer() first");
        }
        int in = options.terminal() ? 1 : 0;
        return written.containsKey(in) && open.contains(in);
    }

    @Override
    public void unregisterProducer() {
        reactor.checkThread("unregisterProducer");
        producer = null;
    }

    @Override
    public void pauseProducing() {
        reactor.checkThread("pauseProducing");
        paused = true;
    }

    @Override
    public void resumeProducing() {
        reactor.checkThread("resumeProducing");
        paused = false;
    }

    @Override
    public void stopProducing() {
        loseConnection();
    }

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
        if (!options.terminal()) {
            reactor.callFromThread(() -> closed(childFd));
        }
    }

    @Override
    public void loseConnection() {
        reactor.checkThread("loseConnection");
        if (options.terminal()) {
            reactor.callFromThread(() -> closed(1));
        } else {
            closeStdin();
            closeStderr();
            closeStdout();
        }
    }

    @Override
    public void signalProcess(String name) {
        Signals.number(name);
        signal(name);
    }

    @Override
    public void signalProcess(int number) {
        signal(Integer.toString(number));
    }

    private void signal(String signal) {
        reactor.checkThread("signalProcess");
        if (reason != null) {
            throw new ProcessExitedAlready("signal " + signal + ": " + this + " has exited");
        }
        signals.add(signal);
    }

    @Override
    public void signalGroup(String name) {
        reactor.checkThread("signalGroup");
        Signals.number(name);
        if (!options.ownGroup() && !options.terminal()) {
            throw new IllegalStateException("signalGroup: process " + executable
                    + " shares its process group with us (expected: ProcessOptions.withOwnGroup)");
        }
        if (ended) {
            throw new ProcessExitedAlready("signal " + name + ": nobody is left in the group of " + executable);
        }
        signals.add("-" + name);
    }

    @Override
    public void resizeTerminal(int rows, int columns) {
        reactor.checkThread("resizeTerminal");
        if (!options.terminal()) {
            throw new IllegalStateException("resizeTerminal: " + executable + " has no terminal");
        }
    }

    @Override
    public Deferred<Failure> whenProcessEnded() {
        reactor.checkThread("whenProcessEnded");
        Deferred<Failure> own = new Deferred<>();
        if (ended) {
            own.callbackValue(Objects.requireNonNull(reason));
        } else {
            waiting.add(own);
        }
        return own;
    }

    @Override
    public String toString() {
        return "process " + executable + " of a memory reactor";
    }
}
