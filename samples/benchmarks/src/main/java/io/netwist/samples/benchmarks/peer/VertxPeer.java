/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.peer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.concurrent.TimeUnit;

/** Vert.x with one event loop, which is what one reactor is. */
final class VertxPeer implements Peer {
    private static final String LOCAL = "127.0.0.1";

    @Override
    public int start(String service, String transport) throws Exception {
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(!transport.equals("nio")));
        return switch (service) {
            case "echo", "line" -> wait(tcp(vertx, service).listen(0, LOCAL)).actualPort();
            case "hello", "json" -> wait(http(vertx, service).listen(0, LOCAL)).actualPort();
            case "udp" -> wait(udp(vertx)).localAddress().port();
            default -> throw new IllegalArgumentException("no service of Vert.x: " + service);
        };
    }

    private static <T> T wait(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static NetServer tcp(Vertx vertx, String service) {
        return vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(4096))
                .connectHandler(service.equals("echo") ? VertxPeer::echo : VertxPeer::lines);
    }

    private static void echo(NetSocket socket) {
        socket.handler(socket::write);
    }

    private static void lines(NetSocket socket) {
        socket.handler(RecordParser.newDelimited("\r\n", line -> socket.write(line.appendString("\r\n"))));
    }

    private static HttpServer http(Vertx vertx, String service) {
        Buffer body = Buffer.buffer(service.equals("json") ? JSON : HELLO);
        String type = service.equals("json") ? "application/json" : "text/plain";
        return vertx.createHttpServer(
                        new HttpServerOptions().setTcpNoDelay(true).setAcceptBacklog(4096))
                .requestHandler(request ->
                        request.response().putHeader("Content-Type", type).end(body));
    }

    private static Future<DatagramSocket> udp(Vertx vertx) {
        DatagramSocket socket = vertx.createDatagramSocket();
        socket.handler(packet -> socket.send(
                packet.data(), packet.sender().port(), packet.sender().host()));
        return socket.listen(0, LOCAL);
    }
}
