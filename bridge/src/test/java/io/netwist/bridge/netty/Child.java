/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.process.BaseProcessProtocol;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.process.ProcessTerminated;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A process protocol that keeps what happens, and ways to start shells with it. */
class Child extends BaseProcessProtocol {

    static final Duration LIMIT = Duration.ofSeconds(20);

    final List<String> events = new ArrayList<>();
    final TreeMap<Integer, StringBuilder> received = new TreeMap<>();
    final Deferred<Failure> exited = new Deferred<>();
    final Deferred<Failure> ended = new Deferred<>();

    /** Fired when this text has been received on any descriptor. */
    private final List<Wanted> wanted = new ArrayList<>();

    private record Wanted(String text, Deferred<String> seen) {}

    static <C extends Child> C shell(NettyReactor reactor, C child, String script, ProcessOptions options) {
        reactor.spawnProcess(child, "/bin/sh", List.of("sh", "-c", script), options);
        return child;
    }

    static Child shell(NettyReactor reactor, String script) {
        return shell(reactor, new Child(), script, ProcessOptions.defaults());
    }

    String out() {
        return received(1);
    }

    String err() {
        return received(2);
    }

    String received(int childFd) {
        StringBuilder text = received.get(childFd);
        return text == null ? "" : text.toString();
    }

    Deferred<String> saying(String text) {
        Wanted next = new Wanted(text, new Deferred<>());
        wanted.add(next);
        tell();
        return next.seen;
    }

    private void tell() {
        for (Wanted each : List.copyOf(wanted)) {
            if (received.values().stream().anyMatch(text -> text.indexOf(each.text) >= 0)) {
                wanted.remove(each);
                each.seen.callback(each.text);
            }
        }
    }

    Throwable end(NettyReactor reactor) throws Exception {
        return reactor.runUntil(ended, LIMIT).value();
    }

    /** {@code done}, {@code code 3} or {@code signal 9}. */
    static String how(Failure reason) {
        if (reason.value() instanceof ProcessTerminated terminated) {
            return terminated.signal().isPresent()
                    ? "signal " + terminated.signal().getAsInt()
                    : "code " + terminated.exitCode().getAsInt();
        }
        return "done";
    }

    @Override
    public void connectionMade() throws Exception {
        events.add("made");
    }

    @Override
    public void childDataReceived(int childFd, ByteBuf data) throws Exception {
        received.computeIfAbsent(childFd, key -> new StringBuilder()).append(data.toString(StandardCharsets.UTF_8));
        tell();
    }

    @Override
    public void childConnectionLost(int childFd) throws Exception {
        events.add("lost " + childFd);
        super.childConnectionLost(childFd);
    }

    @Override
    public void processExited(Failure reason) throws Exception {
        events.add("exited " + how(reason) + (transport().pid().isPresent() ? " with a pid" : ""));
        exited.callbackValue(reason);
    }

    @Override
    public void processEnded(Failure reason) throws Exception {
        events.add("ended " + how(reason));
        ended.callbackValue(reason);
    }
}
