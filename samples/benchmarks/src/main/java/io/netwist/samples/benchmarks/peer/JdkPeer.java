/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.peer;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The HTTP server of the JDK, in its default form: one thread. */
final class JdkPeer implements Peer {

    @Override
    public int start(String service, String transport) throws Exception {
        byte[] body = (service.equals("json") ? JSON : HELLO).getBytes(StandardCharsets.UTF_8);
        String type = service.equals("json") ? "application/json" : "text/plain";
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server.getAddress().getPort();
    }
}
