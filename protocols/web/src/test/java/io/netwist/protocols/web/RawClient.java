/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.netty.NettyReactor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A site on a port of its own, and the simplest client there is: a blocking socket on another thread. */
public final class RawClient implements AutoCloseable {

    public static final Duration LIMIT = Duration.ofSeconds(20);

    /** Ends a connection that is still in use, after a last answer. */
    public static final String PROBE = "GET /data HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    public static final String PROBED =
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";

    /** A connection that a test closes at some point. */
    Socket toClose;

    public final NettyReactor reactor;
    public final int port;

    public RawClient(Site site) {
        reactor = NettyReactor.create();
        ListeningPort listening =
                reactor.listenTCP(0, site, ListenOptions.defaults().withInterface("127.0.0.1"));
        port = listening.getHost().port();
    }

    /** Sends text in Latin-1 and reads until the server closes. Server and Date are left out of the heads. */
    public String exchange(String request) throws Exception {
        byte[] answer = exchange(request.getBytes(StandardCharsets.ISO_8859_1));
        return new String(answer, StandardCharsets.ISO_8859_1).replaceAll("(Server|Date): [^\r]*\r\n", "");
    }

    public byte[] exchange(byte[] request) throws Exception {
        return reactor.runUntil(reactor.deferToThread(() -> blockingExchange(request)), LIMIT);
    }

    private byte[] blockingExchange(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write(request);
            return readAll(socket.getInputStream());
        }
    }

    /** What came until the end or a reset. */
    static byte[] readAll(InputStream in) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        try {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                all.write(piece, 0, count);
            }
        } catch (IOException e) {
            all.writeBytes(("[" + e.getMessage() + "]").getBytes(StandardCharsets.ISO_8859_1));
        }
        return all.toByteArray();
    }

    @Override
    public void close() {
        reactor.close();
    }
}
