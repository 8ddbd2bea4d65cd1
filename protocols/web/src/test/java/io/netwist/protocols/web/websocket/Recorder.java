/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import io.netty.buffer.ByteBuf;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.sync.DeferredQueue;
import java.nio.charset.StandardCharsets;

/** Notes all that happens, as text. */
class Recorder extends WebSocketProtocol {

    final DeferredQueue<String> events = new DeferredQueue<>();
    final Deferred<Throwable> lost = new Deferred<>();

    @Override
    public void negotiationStarted(WebSocketTransport transport) {
        events.put("started");
    }

    @Override
    public void negotiationFinished() {
        events.put("finished");
    }

    @Override
    public void textMessageReceived(String text) {
        events.put("text " + text);
    }

    @Override
    public void bytesMessageReceived(ByteBuf data) {
        events.put("bytes " + data.toString(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void pongReceived(ByteBuf payload) {
        events.put("pong " + payload.toString(StandardCharsets.US_ASCII));
    }

    @Override
    public void connectionLost(Failure reason) {
        events.put("lost");
        lost.callback(reason.value());
    }
}
